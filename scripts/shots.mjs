// `npm run shots`: pictures of every page and dialog into shots/, with a sheet of all of them: shots/index.html.
// `--only WORD` takes those whose name has the word; `--readme` takes the README's pictures into docs/images instead.
import { runOnDemo } from "./on-demo.mjs";
import { at } from "./project.mjs";

await runOnDemo(at("scripts", "shots", "take.ts"), process.argv.slice(2));
