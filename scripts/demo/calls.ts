/** One call by a token, and the parts that used and refused ones have in common. */
import { blankRow } from "@/lib/audit/facts";
import type { AuditRow } from "@/lib/audit/row";
import { type Dice, day } from "./dice";
import type { DemoToken } from "./tokens";

export interface LogEntry {
  row: AuditRow;
  letInSecretId: string | null;
}

/** How far back single calls are in the log. */
export const logDays = 30;

/** Independent calls: the gaps are exponential. */
export function nextAfter(dice: Dice, at: number, perDay: number): number {
  return perDay === 0 ? Number.POSITIVE_INFINITY : at + (-Math.log(1 - dice.next()) / perDay) * day;
}

/** The secret that was current then; during an overlap some callers still have the old one. */
function secretAt(dice: Dice, token: DemoToken, at: number) {
  const valid = token.secrets.filter(
    ({ createdAt, endsAt }) => createdAt <= at && (endsAt === null || endsAt > at),
  );
  return dice.pick(valid.length > 0 ? valid : token.secrets.slice(-1));
}

export function addressOf(dice: Dice, { purpose }: DemoToken): string {
  const network = dice.pick(purpose.from);
  if (network.includes(":")) return network.replace("/48", dice.whole(1, 9).toString());
  const [a, b, c] = network.split(".");
  return network.endsWith("/16")
    ? `${a}.${b}.${dice.whole(1, 11)}.${dice.whole(10, 14)}`
    : `${a}.${b}.${c}.${dice.whole(2, 60)}`;
}

export function callBy(
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
    ownerId: token.kind === "personal" ? token.by.id : null,
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
