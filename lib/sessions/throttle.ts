/** Slows down guessing, by account and by address, over all processes: the counts stand in the database. */
import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { networkOf } from "@/lib/access/addresses";
import { pool } from "@/lib/database/client";

/** Failures an account may have in 15 minutes before only known devices get through; likewise an address, a device. */
const limits = { account: 10, address: 50, device: 10 } as const;
const windowSeconds = 900;

type Kind = keyof typeof limits;

function limiter(kind: Kind): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool(),
    tableName: "rate_limits",
    tableCreated: true,
    keyPrefix: `sign_in_${kind}`,
    points: limits[kind],
    duration: windowSeconds,
    clearExpiredByTimeout: false,
  });
}

/** E-mails are not kept in a table that nobody would look for them in. */
const keyOf = (text: string) => createHash("sha256").update(text).digest("base64url");

export interface Attempt {
  email: string;
  ip: string | null;
  knownDevice: boolean;
}

function countersOf(attempt: Attempt): [Kind, string][] {
  if (attempt.knownDevice) return [["device", attempt.email]];
  // The address first: one that is refused must not use up the attempts of further accounts.
  return [
    ["address", networkOf(attempt.ip)],
    ["account", attempt.email],
  ];
}

/**
 * Takes one attempt before the password is looked at, so that parallel guesses count too; a right one is given back.
 * @returns seconds to wait, or null when the attempt may go on. Alike for accounts that do not exist.
 */
export async function takeAttempt(attempt: Attempt): Promise<number | null> {
  for (const [kind, key] of countersOf(attempt)) {
    try {
      await limiter(kind).consume(keyOf(key));
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1_000));
      throw refused;
    }
  }
  return null;
}

/** A right password was no guess: the account's count starts again, the address gets its point back. */
export async function forgiveAttempt(attempt: Attempt): Promise<void> {
  for (const [kind, key] of countersOf(attempt)) {
    if (kind === "address") await limiter(kind).reward(keyOf(key));
    else await limiter(kind).delete(keyOf(key));
  }
}
