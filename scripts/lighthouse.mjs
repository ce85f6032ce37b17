// `npm run lighthouse`: what Lighthouse says about the sign-in and the tokens page of the built demo. Not part of the
// tests: its numbers depend on what else the machine does.
import { runOnDemo } from "./on-demo.mjs";
import { at } from "./project.mjs";

await runOnDemo(at("scripts", "lighthouse.ts"), process.argv.slice(2));
