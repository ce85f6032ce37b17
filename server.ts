import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import next from "next";
import { flushCounts } from "@/lib/audit/counts";
import { closeJournal } from "@/lib/audit/journal";
import { connectDatabase, disconnectDatabase } from "@/lib/database/client";
import { startEmbedded } from "@/lib/database/embedded/start";
import { startHousekeeping } from "@/lib/database/housekeeping";
import { prepareDatabase } from "@/lib/database/prepare";
import { readOrMakeSecret } from "@/lib/database/secret-file";
import { type Env, env, resetEnv } from "@/lib/env";
import { countInFlight, drain } from "@/lib/http/drain";
import { prepareIncoming } from "@/lib/http/incoming";
import { listen } from "@/lib/http/listen";
import { refusalOf, refuseRequest } from "@/lib/http/refuse";
import { setCommonHeaders } from "@/lib/http/response-headers";
import { serveJudging } from "@/lib/http/serve-judging";
import { readStaticFiles, serveStatic } from "@/lib/http/static-files";
import { Lifecycle } from "@/lib/lifecycle";
import { startEndingSilent } from "@/lib/tokens/end-silent";
import { prepareFirstRun } from "@/lib/users/first-run";
import config from "./next.config";

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const DRAIN_MS = 6_000;
const COUNTS_MS = 1_500;

const dev = process.argv.includes("--dev");
/** The build's own; in development Next makes scripts as they are asked for. */
const staticFiles = dev ? new Map() : readStaticFiles(path.join(process.cwd(), "dist", "brotli"));
const lifecycle = new Lifecycle();
lifecycle.run(start);

/** Brings up one part after the other; what must be undone at a stop is handed to the lifecycle as it comes up. */
async function start(): Promise<void> {
  const settings = await readSettings();
  for (const warning of settings.warnings) console.warn(warning);

  // The port comes first: whoever finds it taken must not touch the database.
  const inFlight = countInFlight();
  let handle: Handler | null = null;
  const listeners = await listen(settings.host, settings.port, (request, response) => {
    inFlight.enter(response);
    answer(request, response, settings, handle);
  });

  const folder = await openDatabase(settings);
  const firstRun = await lifecycle.unlessStopping(prepareFirstRun);

  // next-auth reads these two by itself, when Next loads it.
  process.env.NEXTAUTH_URL = settings.url;
  process.env.NEXTAUTH_SECRET = settings.secret;
  const app = next({
    dev,
    conf: config,
    dir: process.cwd(),
    httpServer: listeners.primary,
    port: settings.port,
    quiet: true,
  });
  const handleByNext = app.getRequestHandler();
  await lifecycle.unlessStopping(() => quietly(() => app.prepare()));
  lifecycle.onStop(() => app.close());

  handle = (request, response) => handleByNext(request, response);
  lifecycle.onStop(() => drain(listeners, inFlight, DRAIN_MS));
  say(`\nToken Cabinet is ready: ${settings.url}`);
  if (firstRun.kind === "link") say(`Make the first admin here, within the hour: ${firstRun.url}`);
  if (firstRun.kind === "admin_made") say(`The first admin was made: ${firstRun.email}`);
  if (folder) say(`The data lies in ${folder}`);
  if (process.stdin.isTTY) say("Ctrl-C stops it.");
}

/** The environment, checked, with the secret that an embedded database keeps beside its data. */
async function readSettings(): Promise<Env> {
  const given = env();
  if (given.hasSecret) return given;
  process.env.CABINET_SECRET = await readOrMakeSecret(given.dataDir);
  resetEnv();
  return env();
}

/** Starts or finds the database and brings its schema up to date. Answers the folder of an embedded one. */
async function openDatabase({ database, dataDir }: Env): Promise<string | null> {
  const embedded = database ? null : await startEmbedded({ dataDir });
  if (embedded) lifecycle.onStop(() => embedded.stop(), { always: true });
  const ownerUrl = embedded?.ownerUrl ?? database?.ownerUrl ?? "";
  const servingUrl = embedded?.servingUrl ?? database?.url ?? "";

  await lifecycle.unlessStopping(() => prepareDatabase(ownerUrl, servingUrl));
  connectDatabase(servingUrl);
  const endRounds = [startHousekeeping(), startEndingSilent()];
  lifecycle.onStop(async () => {
    for (const end of endRounds) end();
    // Counts are worth a moment, not a hanging stop.
    await Promise.race([flushCounts(), new Promise((resolve) => setTimeout(resolve, COUNTS_MS).unref())]);
    await closeJournal();
    await disconnectDatabase();
  });
  return embedded?.folder ?? null;
}

let warnedAboutForwarding = false;

/** What every request passes before anybody looks into it. */
function answer(
  request: IncomingMessage,
  response: ServerResponse,
  settings: Env,
  handle: Handler | null,
): void {
  const peer = { address: request.socket.remoteAddress, encrypted: false };
  const { requestId, untrustedForwarding } = prepareIncoming(request.headers, peer, settings.trustedProxies);
  if (untrustedForwarding && !warnedAboutForwarding) {
    warnedAboutForwarding = true;
    console.warn(
      `${peer.address} sent forwarded headers, which are ignored: if it is your proxy, name it in CABINET_TRUSTED_PROXIES.`,
    );
  }

  const refusal = refusalOf(request);
  // The hot road: judging is answered before Next.
  if (!refusal && handle && serveJudging(request, response)) return;
  setCommonHeaders(response, requestId, settings.secure);
  if (refusal) refuseRequest(response, refusal, requestId);
  else if (!handle) refuseRequest(response, "unavailable", requestId);
  else if (!serveStatic(staticFiles, request, response))
    handle(request, response).catch((error: unknown) => {
      console.error(`Request ${requestId} failed:`, error);
      refuseRequest(response, "internal_error", requestId);
    });
}

/** Next tells how long it took to read its configuration; that helps while developing only. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const { log } = console;
  if (!dev) console.log = () => undefined;
  await work().finally(() => {
    console.log = log;
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
