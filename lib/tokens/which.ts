import { type Action, authorize, authorizeToken } from "@/lib/access/policy";
import type { Caller, Principal } from "@/lib/access/principal";
import { pool } from "@/lib/database/client";
import { invalid, isProblem } from "@/lib/errors";
import { authorizedToken } from "./lookup";
import type { TokenRow } from "./record";
import type { FoundToken, TokenRight, WhichTokenInput } from "./schema";
import { TokenSecret } from "./secret";
import { statusOf } from "./status";
import { viewFor } from "./view";

interface Row {
  token_id: string;
  prefix: string;
  created_at: Date;
  ends_at: Date | null;
  ended: boolean;
  uses: string;
  last_used_at: Date | null;
  last_used_ip: string | null;
}

/** Two secrets hardly ever begin alike; of one prefix no more are looked at. */
const limit = 20;

const sql = (where: string) => `
  SELECT s.token_id, s.prefix, s.created_at, least(s.ended_at, s.ends_at) AS ends_at,
    (s.ended_at IS NOT NULL OR s.ends_at <= now()) IS TRUE AS ended,
    coalesce(su.uses, 0) AS uses, su.last_used_at, su.last_used_ip
  FROM secrets s LEFT JOIN secret_uses su ON su.secret_id = s.id
  WHERE ${where} ORDER BY s.created_at DESC, s.id DESC LIMIT ${limit}`;

/**
 * The token that a found secret belongs to, with what the asker may do about it. What the asker may not know of is
 * answered like what does not exist.
 * @throws 422 for what cannot be a secret of a cabinet: its own checksum says so.
 */
export async function whichToken(caller: Caller, input: WhichTokenInput): Promise<{ data: FoundToken[] }> {
  const { principal } = caller;
  authorize(principal, "tokens.which");
  const found = [];
  for (const row of await findSecrets(input)) {
    const token = await seenToken(principal, row.token_id);
    if (token)
      found.push({ token: viewFor(principal, token), secret: factsOf(row), may: rightsTo(principal, token) });
  }
  return { data: found };
}

async function findSecrets({ secret: clear, prefix }: WhichTokenInput): Promise<Row[]> {
  if (clear === undefined) return (await pool().query<Row>(sql("s.prefix = $1"), [prefix])).rows;
  const secret = TokenSecret.parse(clear.trim());
  if (secret === null) {
    throw invalid(
      "secret",
      "no_secret",
      "This is not a whole secret: a character is missing or wrong. Its first 14 characters are enough.",
    );
  }
  return (await pool().query<Row>(sql("s.hash = $1"), [secret.hash()])).rows;
}

async function seenToken(principal: Principal, id: string): Promise<TokenRow | null> {
  try {
    return await authorizedToken(principal, "tokens.get", id);
  } catch (error) {
    if (isProblem(error) && error.code === "not_found") return null;
    throw error;
  }
}

function factsOf(row: Row): FoundToken["secret"] {
  return {
    prefix: row.prefix,
    state: row.ended ? "ended" : row.ends_at === null ? "current" : "overlap",
    created_at: row.created_at.toISOString(),
    ends_at: row.ends_at?.toISOString() ?? null,
    uses: Number(row.uses),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    last_used_ip: row.last_used_ip,
  };
}

const acts: readonly { right: TokenRight; action: Action; stopping: boolean; alive: boolean }[] = [
  { right: "update", action: "tokens.update", stopping: false, alive: false },
  { right: "pause", action: "tokens.update", stopping: true, alive: true },
  { right: "rotate", action: "tokens.rotate", stopping: false, alive: false },
  { right: "revoke", action: "tokens.revoke", stopping: true, alive: false },
];

function rightsTo(principal: Principal, token: TokenRow): TokenRight[] {
  const status = statusOf(token, Date.now());
  if (status === "revoked") return [];
  return acts
    .filter(({ action, stopping, alive }) => {
      if (alive && status === "expired") return false;
      try {
        // What is merely seen because it reaches a fleet is refused here as what may not be known: not done either way.
        authorizeToken(principal, action, token, { stopping });
        return true;
      } catch (error) {
        if (isProblem(error)) return false;
        throw error;
      }
    })
    .map(({ right }) => right);
}
