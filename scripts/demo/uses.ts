/** A month of calls by the demo's tokens, most of them let in. */
import type { AuditRow } from "@/lib/audit/row";
import { addressOf, callBy, type LogEntry, logDays, nextAfter } from "./calls";
import { type Dice, day } from "./dice";
import { makeRefusals } from "./refusals";
import type { DemoToken } from "./tokens";

/** A use before the log's month, of which only the last is known. */
export interface OlderUse {
  secret_id: string;
  last_used_at: string;
  last_used_ip: string;
  uses: number;
}

export function makeUses(dice: Dice, tokens: readonly DemoToken[], now: number): LogEntry[] {
  return tokens.flatMap((token) => {
    if (token.condition === "never_used" || token.condition === "unused") return [];
    const end = token.endedAt ?? now;
    const from = Math.max(token.createdAt, now - logDays * day);
    const entries: LogEntry[] = [];
    // Most people try a new token at once.
    const tried = token.createdAt + dice.between(0.5, 20) * 60_000;
    if (tried > from && tried < end && dice.chance(0.8)) entries.push(call(dice, token, tried));
    const rate = token.purpose.usesPerDay * dice.between(0.4, 1.6);
    for (let at = nextAfter(dice, from, rate); at < end; at = nextAfter(dice, at, rate))
      if (isPlausible(dice, token, at)) entries.push(call(dice, token, at));
    return [...entries, ...makeRefusals(dice, token, now)];
  });
}

function isPlausible(dice: Dice, { purpose }: DemoToken, at: number): boolean {
  if (!purpose.byDay) return true;
  const time = new Date(at);
  const weekend = time.getUTCDay() % 6 === 0;
  const working = time.getUTCHours() >= 6 && time.getUTCHours() < 19;
  return dice.chance(weekend ? 0.1 : working ? 1 : 0.12);
}

function call(dice: Dice, token: DemoToken, at: number): LogEntry {
  const { fleet } = token;
  const { row, secret } = callBy(dice, token, at, addressOf(dice, token), "token.used");
  const scopes = token.purpose.scopes ?? ["machines:read"];
  const machine = dice.pick(fleet.machines);
  const list = `/api/v1/fleets/${fleet.slug}/machines`;
  const asked =
    scopes.includes("machines:write") && dice.chance(0.2)
      ? {
          method: "PATCH",
          path: `${list}/${machine.id}`,
          scope: "machines:write",
          namespace: machine.namespace,
        }
      : scopes.includes("machines:read")
        ? { method: "GET", path: list, scope: "machines:read", namespace: null }
        : scopes.includes("audit:read")
          ? { method: "GET", path: "/api/v1/audit", scope: "audit:read", namespace: null }
          : { method: "GET", path: "/api/v1/whoami", scope: null, namespace: null };
  Object.assign(row, {
    method: asked.method,
    path: asked.path,
    statusCode: 200,
    requiredScopes: asked.scope ? [asked.scope] : [],
    fleet: asked.path.startsWith(list) ? fleet.slug : null,
    namespace: asked.namespace,
  } satisfies Partial<AuditRow>);
  return { row, letInSecretId: secret.id };
}

/** What happened before the log's month leaves its last use and a count. */
export function makeOlderUses(dice: Dice, tokens: readonly DemoToken[], now: number): OlderUse[] {
  return tokens.flatMap((token) => {
    if (token.condition === "never_used" || (token.purpose.usesPerDay === 0 && token.condition !== "unused"))
      return [];
    const latest = token.condition === "unused" ? now - dice.between(91, 120) * day : now - logDays * day;
    return token.secrets.flatMap(({ id, createdAt, endsAt }) => {
      const until = Math.min(latest, token.endedAt ?? now, endsAt ?? now);
      const days = (until - createdAt) / day;
      if (days < 1) return [];
      return [
        {
          secret_id: id,
          last_used_at: new Date(until - dice.between(0.01, 0.6) * day).toISOString(),
          last_used_ip: addressOf(dice, token),
          uses: Math.max(1, Math.round(days * token.purpose.usesPerDay)),
        },
      ];
    });
  });
}
