// npm run bench:judge: what judging costs, as ratios to plain node:http in the same run. Every call of the judge is in
// the log before its answer; answers and the log's rows are checked. `--quick` for a look, `--tokens=100000` for more.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { startEmbedded } from "@/lib/database/embedded/start";
import { prepareDatabase } from "@/lib/database/prepare";
import { uuidv7 } from "@/lib/database/uuid";
import { TokenSecret } from "@/lib/tokens/secret";
import { load, type Run } from "./load";

const quick = process.argv.includes("--quick");
const wanted = Number(process.argv.find((each) => each.startsWith("--tokens="))?.split("=")[1] ?? 0);
const seconds = quick ? 2 : 5;
const rounds = quick ? 3 : 5;
const tokenCount = wanted || (quick ? 20_000 : 100_000);
const warmTokens = 100;

interface Made {
  id: string;
  clear: string;
}

const dataDir = await mkdtemp(path.join(os.tmpdir(), "cabinet-bench-"));
const database = await startEmbedded({ dataDir });
const children: ChildProcess[] = [];
const owner = new pg.Client({ connectionString: database.ownerUrl });
try {
  await prepareDatabase(database.ownerUrl, database.servingUrl);
  await owner.connect();
  await measure(await makeTokens());
} finally {
  for (const child of children) child.kill("SIGKILL");
  await owner.end();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(tokens: readonly Made[]): Promise<void> {
  const [judge, plain, select] = [await serve("judge"), await serve("plain"), await serve("select")];
  say(
    `${os.cpus().length} × ${os.cpus()[0]?.model.trim()}, Node ${process.version}, ${tokens.length} tokens`,
  );
  say(
    `load average ${os
      .loadavg()
      .map((each) => each.toFixed(1))
      .join(" ")}; ratios are medians of ${rounds} rounds\n`,
  );
  say("| measure | judge/s | against/s | ratio | p50 ms | p99 ms | against p99 | logged |");
  say("|---|---|---|---|---|---|---|---|");
  const warm = tokens.slice(0, warmTokens);
  for (const connections of [64, 16])
    await compare(`hot, ${connections} connections`, judge, plain, () => cycle(warm), connections);
  await compare("hot, 64 connections at about half load", judge, plain, () => cycle(warm), 64, 8);
  await compare("hot, every token in turn", judge, plain, () => cycle(tokens.slice(0, 40_000)), 64);
  // Each is asked about once.
  const unused = tokens.slice(40_000 < tokens.length ? 40_000 : warmTokens);
  const share = Math.floor(unused.length / (rounds + 1));
  await compare(
    "cold, 64 connections",
    judge,
    select,
    (round) => eachOnce(unused.slice(round * share, (round + 1) * share)),
    64,
  );
  say(`\nThe judge's process: ${await memoryOf(children[0])} MB.`);
}

type Requests = (round: number) => () => { request: string; expected: string } | null;

/** Judge and opponent in turn, a warm-up round first; the ratio is the median of the rounds'. */
async function compare(
  name: string,
  judge: number,
  against: number,
  requests: Requests,
  connections: number,
  pauseMs = 0,
): Promise<void> {
  const runs: { judged: Run; plain: Run }[] = [];
  const before = await rowsInLog();
  let answers = 0;
  for (let round = 0; round <= rounds; round++) {
    const one = { connections, seconds: round === 0 ? 1 : seconds, pauseMs };
    const judged = await load({ ...one, port: judge, next: requests(round) });
    const plain = await load({ ...one, port: against, next: requests(round) });
    for (const wrong of [...judged.wrong, ...plain.wrong]) throw new Error(`a wrong answer:\n${wrong}`);
    answers += judged.answers;
    if (round > 0) runs.push({ judged, plain });
  }
  const logged = (await rowsInLog()) - before;
  if (logged !== answers) throw new Error(`${answers} calls were answered, ${logged} are in the log`);
  const middle = (of: (run: { judged: Run; plain: Run }) => number) => median(runs.map(of));
  const cells = [
    name,
    middle(({ judged }) => judged.perSecond).toFixed(0),
    middle(({ plain }) => plain.perSecond).toFixed(0),
    middle(({ judged, plain }) => judged.perSecond / plain.perSecond).toFixed(2),
    middle(({ judged }) => judged.p50).toFixed(1),
    middle(({ judged }) => judged.p99).toFixed(1),
    middle(({ plain }) => plain.p99).toFixed(1),
    `${logged} of ${answers}`,
  ];
  say(`| ${cells.join(" | ")} |`);
}

function requestOf({ clear, id }: Made) {
  return {
    request: `GET /api/v1/authorize?scope=machines:read HTTP/1.1\r\nHost: cabinet\r\nAuthorization: Bearer ${clear}\r\nUser-Agent: bench\r\n\r\n`,
    expected: `X-Cabinet-Token-Id: ${id}\r\n`,
  };
}

function cycle(tokens: readonly Made[]) {
  const requests = tokens.map(requestOf);
  let at = 0;
  return () => requests[at++ % requests.length] ?? null;
}

function eachOnce(tokens: readonly Made[]) {
  let at = 0;
  return () => {
    const token = tokens[at++];
    return token ? requestOf(token) : null;
  };
}

async function makeTokens(): Promise<Made[]> {
  const [fleet, user] = [uuidv7(), uuidv7()];
  await owner.query("INSERT INTO fleets (id, slug, name) VALUES ($1, 'core', 'Core')", [fleet]);
  await owner.query("INSERT INTO users (id, email, name) VALUES ($1, 'bench@example.org', 'Bench')", [user]);
  await owner.query("INSERT INTO members (fleet_id, user_id, role) VALUES ($1, $2, 'viewer')", [fleet, user]);
  const made = Array.from({ length: tokenCount }, () => {
    const secret = TokenSecret.generate("personal");
    return {
      id: uuidv7(),
      secretId: uuidv7(),
      clear: secret.reveal(),
      hash: secret.hash(),
      prefix: secret.prefix(),
    };
  });
  for (let at = 0; at < made.length; at += 5_000) {
    const some = made.slice(at, at + 5_000);
    await owner.query(
      `INSERT INTO tokens (id, kind, owner_user_id, name, scopes, created_by)
       SELECT id, 'personal', $2, 'bench', '{machines:read}', '{}' FROM unnest($1::uuid[]) AS id`,
      [some.map(({ id }) => id), user],
    );
    await owner.query(
      `INSERT INTO secrets (id, token_id, hash, prefix)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::text[])`,
      [
        some.map((each) => each.secretId),
        some.map(({ id }) => id),
        some.map(({ hash }) => hash),
        some.map(({ prefix }) => prefix),
      ],
    );
  }
  await owner.query("ANALYZE");
  return made.map(({ id, clear }) => ({ id, clear }));
}

async function serve(mode: "judge" | "plain" | "select"): Promise<number> {
  const child = fork(path.join(import.meta.dirname, "server.ts"), [mode], {
    execArgv: ["--import", "tsx"],
    env: {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "production",
      DATABASE_URL: database.servingUrl,
      CABINET_SECRET: "a measurement: 0123456789abcdefghijk",
    },
  });
  children.push(child);
  const [port] = (await once(child, "message")) as [number];
  return port;
}

/** In megabytes, where the system tells. */
async function memoryOf(child: ChildProcess | undefined): Promise<string> {
  const status = await readFile(`/proc/${child?.pid}/status`, "utf8").catch(() => "");
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_000).toFixed(0);
}

async function rowsInLog(): Promise<number> {
  const { rows } = await owner.query<{ n: string }>(
    "SELECT count(*) AS n FROM audit_events WHERE action = 'token.used' AND via = 'authorize'",
  );
  return Number(rows[0]?.n);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
