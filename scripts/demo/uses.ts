/** A month of calls by the demo's tokens, most of them let in. */
import { blankRow } from "@/lib/audit/facts";
import type { AuditRow } from "@/lib/audit/row";
import { type Dice, day, hour } from "./dice";
import type { Fleet } from "./fleet";
import type { Person } from "./people";
import type { DemoToken } from "./tokens";

export interface LogEntry {
  row: AuditRow;
  letInSecretId: string | null;
}

/** A use before the log's month, of which only the last is known. */
export interface OlderUse {
  secret_id: string;
  last_used_at: string;
  last_used_ip: string;
  uses: number;
}

const logDays = 30;

export function makeUses(dice: Dice, tokens: readonly DemoToken[], fleet: Fleet, now: number): LogEntry[] {
  return tokens.flatMap((token) => {
    if (token.condition === "never_used" || token.condition === "unused") return [];
    const end = token.endedAt ?? now;
    const from = Math.max(token.createdAt + dice.between(0.02, 1) * hour, now - logDays * day);
    const entries: LogEntry[] = [];
    const rate = token.purpose.usesPerDay * dice.between(0.4, 1.6);
    for (let at = nextAfter(dice, from, rate); at < end; at = nextAfter(dice, at, rate))
      if (isPlausible(dice, token, at)) entries.push(call(dice, token, fleet, at));
    return [...entries, ...refusals(dice, token, now)];
  });
}

/** Independent calls: the gaps are exponential. */
function nextAfter(dice: Dice, at: number, perDay: number): number {
  return perDay === 0 ? Number.POSITIVE_INFINITY : at + (-Math.log(1 - dice.next()) / perDay) * day;
}

function isPlausible(dice: Dice, { purpose }: DemoToken, at: number): boolean {
  if (!purpose.byDay) return true;
  const time = new Date(at);
  const weekend = time.getUTCDay() % 6 === 0;
  const working = time.getUTCHours() >= 6 && time.getUTCHours() < 19;
  return dice.chance(weekend ? 0.1 : working ? 1 : 0.12);
}

/** The secret that was current then; during an overlap some callers still have the old one. */
function secretAt(dice: Dice, token: DemoToken, at: number) {
  const valid = token.secrets.filter(
    ({ createdAt, endsAt }) => createdAt <= at && (endsAt === null || endsAt > at),
  );
  return dice.pick(valid.length > 0 ? valid : token.secrets.slice(-1));
}

function addressOf(dice: Dice, { purpose }: DemoToken): string {
  const network = dice.pick(purpose.from);
  if (network.includes(":")) return network.replace("/48", dice.whole(1, 9).toString());
  const [a, b, c] = network.split(".");
  return network.endsWith("/16")
    ? `${a}.${b}.${dice.whole(1, 11)}.${dice.whole(10, 14)}`
    : `${a}.${b}.${c}.${dice.whole(2, 60)}`;
}

function callBy(
  dice: Dice,
  token: DemoToken,
  at: number,
  ip: string,
  action: "token.used" | "token.refused",
) {
  const secret = secretAt(dice, token, at);
  const row: AuditRow = {
    ...blankRow(action, at),
    id: dice.id(at),
    credential: "token",
    actorType: "token",
    actorId: token.id,
    actorName: token.name,
    apiTokenId: token.id,
    apiTokenName: token.name,
    secretPrefix: secret.prefix,
    ip,
    userAgent: token.purpose.agent,
    latencyMs: Math.round(dice.between(0.5, 6) * 1000) / 1000,
    requestId: dice.id(at),
  };
  return { row, secret };
}

function call(dice: Dice, token: DemoToken, fleet: Fleet, at: number): LogEntry {
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

/** Callers go on for a while after their token has ended; some come from elsewhere, some want more than they may. */
function refusals(dice: Dice, token: DemoToken, now: number): LogEntry[] {
  const entries: LogEntry[] = [];
  const refuse = (at: number, reason: string, status: number, ip = addressOf(dice, token)) => {
    const { row } = callBy(dice, token, at, ip, "token.refused");
    const path = "/api/v1/fleets/platform/machines";
    const wants = reason === "insufficient_scope";
    Object.assign(row, {
      decision: "deny",
      rbacDecision: "deny",
      method: wants ? "POST" : "GET",
      path,
      statusCode: status,
      requiredScopes: wants ? ["machines:write"] : [],
      reason,
      fleet: wants ? "platform" : null,
    } satisfies Partial<AuditRow>);
    entries.push({ row, letInSecretId: null });
  };
  const start = now - logDays * day;
  if (token.endedAt !== null && dice.chance(0.4)) {
    const reason = token.condition === "paused" ? "paused" : token.condition;
    const until = Math.min(now, token.endedAt + dice.between(0.5, 9) * day);
    for (let at = nextAfter(dice, Math.max(token.endedAt, start), 3); at < until; at = nextAfter(dice, at, 3))
      refuse(at, reason, 401);
  }
  const from = Math.max(start, token.createdAt);
  const until = token.endedAt ?? now;
  if (until <= from) return entries;
  if (token.purpose.bound && dice.chance(0.06))
    refuse(dice.between(from, until), "address_not_allowed", 403, `203.0.113.${dice.whole(2, 250)}`);
  if (token.purpose.scopes?.includes("machines:write") === false && dice.chance(0.08))
    refuse(dice.between(from, until), "insufficient_scope", 403);
  return entries;
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

/** Strangers: guesses without a token, counted by the minute as the server counts them. */
export function makeNoise(dice: Dice, people: readonly Person[], now: number): LogEntry[] {
  const refused = (
    at: number,
    row: Partial<AuditRow>,
    action: "token.refused" | "session.refused",
  ): LogEntry => ({
    row: {
      ...blankRow(action, at),
      id: dice.id(at),
      decision: "deny",
      rbacDecision: "deny",
      statusCode: 401,
      ...row,
    },
    letInSecretId: null,
  });
  const anytime = () => now - dice.between(0.05, logDays) * day;
  return [
    ...Array.from({ length: 40 }, () =>
      refused(
        anytime(),
        {
          reason: "unknown",
          ip: `203.0.113.${dice.whole(2, 250)}`,
          count: dice.whole(1, 90),
          statusCode: null,
        },
        "token.refused",
      ),
    ),
    ...Array.from({ length: 25 }, () => {
      const person = dice.pick(people);
      return refused(
        anytime(),
        {
          via: "ui",
          reason: "wrong_password",
          subjectType: "email",
          subjectName: person.email,
          ip: person.ip,
        },
        "session.refused",
      );
    }),
  ];
}
