// `npm start` and, with --dev, `npm run dev`: prepares the checkout, then runs the server.
import { prepare } from "./prepare.mjs";
import { giveUp, runVisibly } from "./progress.mjs";
import { at, root } from "./project.mjs";

const dev = process.argv.includes("--dev");

await prepare(dev ? ["packages", "client"] : ["packages", "client", "build"]).catch(giveUp);
process.env.NEXT_TELEMETRY_DISABLED = "1";
process.env.NODE_ENV = dev ? "development" : "production";

// In this very process: one less to hold, and a stop goes where it should. Node 20 reads no TypeScript, so
// development needs a process of its own with a loader.
if (dev)
  process.exit(await runVisibly(process.execPath, ["--import", "tsx", "server.ts", "--dev"], { cwd: root }));
else await import(at("dist", "server.js"));
