/**
 * Fills the demo's own data folder: `node --import tsx scripts/demo/seed.ts FOLDER TOKENS PASSWORD_FILE`.
 * What lies there already is thrown away.
 */
import { readFile } from "node:fs/promises";
import pg from "pg";
import { startEmbedded } from "@/lib/database/embedded/start";
import { prepareDatabase } from "@/lib/database/prepare";
import { inDatabase, withSessionOptions } from "@/lib/database/urls";
import { hashPassword } from "@/lib/sessions/password";
import { Chronicle, tellFleet, tellPeople, tellTokens } from "./changes";
import { Dice } from "./dice";
import { makeFleets } from "./fleet";
import { makePeople, makeSessions } from "./people";
import { makeNoise } from "./refusals";
import { makeAllTokens } from "./tokens";
import { makeOlderUses, makeUses } from "./uses";
import { type Demo, writeDemo } from "./write";

const [folder = "", count = "500", passwordFile = ""] = process.argv.slice(2);

await throwAway();
const server = await startEmbedded({ dataDir: folder });
try {
  await prepareDatabase(server.ownerUrl, server.servingUrl);
  const passwordHash = await hashPassword((await readFile(passwordFile, "utf8")).trim());
  await withClient(server.ownerUrl, (client) => writeDemo(client, invent(Number(count)), passwordHash));
} finally {
  await server.stop();
}

/** The database, not the folder: as root its files may lie elsewhere. The next start makes a new one. */
async function throwAway(): Promise<void> {
  const old = await startEmbedded({ dataDir: folder });
  try {
    const name = new URL(old.ownerUrl).pathname.slice(1);
    await withClient(inDatabase(old.ownerUrl, "postgres"), (client) =>
      client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
    );
  } finally {
    await old.stop();
  }
}

function invent(tokenCount: number): Demo {
  const now = Math.floor(Date.now() / 60_000) * 60_000;
  const dice = new Dice(2026);
  const people = makePeople(dice, now);
  const sessions = makeSessions(dice, people, now);
  const fleets = makeFleets(dice, now);
  const tokens = makeAllTokens(dice, people, fleets, tokenCount, now);
  const [owner] = people;
  if (!owner) throw new Error("a demo without people");
  const chronicle = new Chronicle(dice);
  tellPeople(chronicle, people, sessions);
  for (const fleet of fleets) tellFleet(chronicle, owner, fleet);
  tellTokens(chronicle, owner, tokens);
  const log = [...chronicle.entries, ...makeUses(dice, tokens, now), ...makeNoise(dice, people, now)];
  return { people, sessions, fleets, tokens, olderUses: makeOlderUses(dice, tokens, now), log };
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: withSessionOptions(url) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
