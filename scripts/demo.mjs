// `npm run demo`: a cabinet full of invented tokens in a data folder of its own, served like `npm start`.
// `--fresh` makes the data again, `--tokens N` another number of tokens (500 unless told).
import { demoSettings, makeDemo } from "./demo-data.mjs";
import { prepare } from "./prepare.mjs";
import { giveUp } from "./progress.mjs";
import { at } from "./project.mjs";

const { fresh, tokens } = readArguments(process.argv.slice(2));

demoSettings(process.env);
try {
  await prepare(["packages", "client", "build"]);
  const { env, signIn, madeAt } = await makeDemo({ fresh, tokens });
  const days = Math.floor((Date.now() - Date.parse(madeAt)) / 86_400_000);
  if (days > 0) process.stdout.write(`The demo is ${days} days old; npm run demo -- --fresh makes it new.\n`);
  Object.assign(process.env, env, { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" });
  process.stdout.write(`\nSign in to the demo as ${signIn.email} with ${signIn.password}\n`);
} catch (error) {
  giveUp(error);
}
await import(at("dist", "server.js"));

function readArguments(args) {
  const at = args.indexOf("--tokens");
  const count = at < 0 ? null : Number(args[at + 1]);
  const known = args.every((arg, i) => arg === "--fresh" || arg === "--tokens" || (at >= 0 && i === at + 1));
  if (!known || (count !== null && !(Number.isInteger(count) && count >= 10 && count <= 20_000))) {
    process.stderr.write("Usage: npm run demo [-- --fresh] [--tokens 10…20000]\n");
    process.exit(64);
  }
  return { fresh: args.includes("--fresh"), tokens: count };
}
