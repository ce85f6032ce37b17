/** A token as it stands now, from memory where that is known to hold, else from the database. */
import { Problem } from "@/lib/errors";
import type { TokenSecret } from "@/lib/tokens/secret";
import { catchUp } from "./catch-up";
import { inTime } from "./deadline";
import { type Estate, readEstate } from "./estate";
import { type Found, findTokenBySecret, type TokenRecord } from "./lookup";
import { memory } from "./memory";

/** A token, or that no token has this secret, as it is at `seq` of the rights clock. */
export type Recalled = { seq: bigint; record: TokenRecord } | { seq: bigint; record: null };

/** Rights may move between two look-ups; after so many pairs the caller is told to come back. */
const tries = 6;

/** @param by performance.now() at which the caller is refused with 503 instead. */
export async function recallToken(secret: TokenSecret, by: number): Promise<Recalled> {
  const hash = secret.hash();
  const key = hash.toString("latin1");
  for (let attempt = 1; attempt <= tries; attempt++) {
    const known = memory();
    const record = known.token(key, Date.now());
    if (record && known.seq !== null) return { seq: known.seq, record };
    const { seq, record: read, beganAt } = await inTime(lookUp(key, hash), by);
    if (!read) return { seq, record: null };
    await keep(seq, by, () => known.keepToken(key, read, seq, beganAt));
  }
  throw busy();
}

/** A token and the estate in which it is judged, at one point of the clock. */
export async function recallWithEstate(
  secret: TokenSecret,
  by: number,
): Promise<(Recalled & { estate: Estate }) | { seq: bigint; record: null; estate: null }> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const recalled = await recallToken(secret, by);
    if (recalled.record === null) return { ...recalled, estate: null };
    const known = memory();
    const estate = known.estate();
    if (estate && recalled.seq === known.seq) return { ...recalled, estate };
    if (estate) continue;
    const read = await inTime(readEstate(), by);
    await keep(read.seq, by, () => known.keepEstate(read.estate, read.seq));
  }
  throw busy();
}

/** What was read later than this process knows of is kept once it knows. */
async function keep(seq: bigint, by: number, put: () => void): Promise<void> {
  const known = memory().seq;
  if (known !== null && seq > known) await inTime(catchUp(), by);
  put();
}

type LookUp = Found & { beganAt: number };

const lookUps = new Map<string, Promise<LookUp>>();

/** Callers of one token share a look-up; an unknown secret is looked for by each, since it may be new. */
async function lookUp(key: string, hash: Buffer): Promise<LookUp> {
  const shared = await lookUps.get(key);
  if (shared?.record) return shared;
  const beganAt = Date.now();
  const own = findTokenBySecret(hash).then((found) => ({ ...found, beganAt }));
  if (lookUps.has(key)) return own;
  lookUps.set(key, own);
  return own.finally(() => lookUps.delete(key));
}

const busy = () =>
  new Problem("unavailable", "Rights are changing faster than this call can be judged. Try again.", {
    retryAfterSeconds: 1,
  });
