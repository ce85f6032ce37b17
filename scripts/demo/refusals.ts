/** What the log has of calls and sign-ins that were not let in. */
import { blankRow } from "@/lib/audit/facts";
import type { AuditRow } from "@/lib/audit/row";
import { addressOf, callBy, type LogEntry, logDays, nextAfter } from "./calls";
import { type Dice, day } from "./dice";
import type { Person } from "./people";
import type { DemoToken } from "./tokens";

/** Callers go on for a while after their token has ended; some come from elsewhere, some want more than they may. */
export function makeRefusals(dice: Dice, token: DemoToken, now: number): LogEntry[] {
  const entries: LogEntry[] = [];
  const refuse = (at: number, reason: string, status: number, ip = addressOf(dice, token)) => {
    const { row } = callBy(dice, token, at, ip, "token.refused");
    const path = `/api/v1/fleets/${token.fleet.slug}/machines`;
    const wants = reason === "insufficient_scope";
    Object.assign(row, {
      decision: "deny",
      rbacDecision: "deny",
      method: wants ? "POST" : "GET",
      path,
      statusCode: status,
      requiredScopes: wants ? ["machines:write"] : [],
      reason,
      fleet: wants ? token.fleet.slug : null,
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
