import type { RequestFacts } from "@/lib/access/principal";
import { countRefusal, maySingleOut } from "@/lib/audit/counts";
import { blankRow, requestFacts } from "@/lib/audit/facts";
import { insertParameters, insertSql } from "@/lib/audit/insert";
import { journal } from "@/lib/audit/journal";
import { type AuditRow, toParameters } from "@/lib/audit/row";
import { db } from "@/lib/database/client";
import { transaction } from "@/lib/database/transaction";
import { uuidv7 } from "@/lib/database/uuid";
import { Problem } from "@/lib/errors";
import { redactSecrets } from "@/lib/tokens/secret-shape";
import { passwordMatches } from "./password";
import { forgiveAttempt, takeAttempt } from "./throttle";

export interface SignInInput {
  email: string;
  password: string;
  knownDevice: boolean;
  /** The session in the cookie that the browser sent, to be replaced. */
  replaces: string | null;
}

/**
 * Checks a password and opens a session. An unknown e-mail, a wrong password and a deactivated account answer alike,
 * after the same work.
 * @returns the new session's id, or null when refused.
 * @throws 429 `too_many_attempts`.
 */
export async function signIn(input: SignInInput, request: RequestFacts): Promise<string | null> {
  const attempt = { email: input.email, ip: request.ip, knownDevice: input.knownDevice };
  const wait = await takeAttempt(attempt);
  if (wait !== null) {
    await recordRefusal(request, input.email, "too_many_attempts", 429);
    throw new Problem("too_many_attempts", `Too many attempts. Try again in ${wait} seconds.`, {
      retryAfterSeconds: wait,
    });
  }
  const user = await db().user.findUnique({ where: { email: input.email } });
  const right = await passwordMatches(user?.passwordHash ?? null, input.password);
  if (!user || !right || user.deactivatedAt !== null) {
    await recordRefusal(request, input.email, user && right ? "deactivated" : "wrong_password", 401);
    return null;
  }
  const session = await openSession(user, input.replaces, request);
  if (session === null) await recordRefusal(request, input.email, "changed_meanwhile", 401);
  else await forgiveAttempt(attempt);
  return session;
}

async function openSession(
  user: { id: string; name: string; passwordHash: string | null },
  replaces: string | null,
  request: RequestFacts,
): Promise<string | null> {
  return transaction(async (tx) => {
    // A deactivation or a reset that runs meanwhile either sees this session or is seen here.
    const active = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM users
      WHERE id = ${user.id}::uuid AND deactivated_at IS NULL AND password_hash = ${user.passwordHash} FOR SHARE`;
    if (active.length === 0) return null;
    if (replaces !== null) {
      await tx.session.updateMany({
        where: { id: replaces, endedAt: null },
        data: { endedAt: new Date(), endedReason: "replaced" },
      });
    }
    const id = uuidv7();
    await tx.session.create({
      data: {
        id,
        userId: user.id,
        ip: request.ip,
        userAgent: request.userAgent && redactSecrets(request.userAgent),
      },
    });
    const record: AuditRow = {
      ...signInRow("session.signed_in", request, 200),
      credential: "session",
      actorType: "user",
      actorId: user.id,
      actorName: user.name,
      subjectType: "session",
      subjectId: id,
    };
    await tx.$queryRawUnsafe(
      insertSql,
      ...insertParameters([{ values: toParameters(record), seq: null, letInSecretId: null }]),
    );
    return id;
  });
}

function signInRow(
  action: "session.signed_in" | "session.refused",
  request: RequestFacts,
  status: number,
): AuditRow {
  return { ...blankRow(action), ...requestFacts(request), via: "ui", statusCode: status };
}

async function recordRefusal(
  request: RequestFacts,
  email: string,
  reason: string,
  status: number,
): Promise<void> {
  if (!maySingleOut(request.ip)) return countRefusal("session.refused", request.ip, reason);
  const row: AuditRow = {
    ...signInRow("session.refused", request, status),
    decision: "deny",
    rbacDecision: "deny",
    subjectType: "email",
    subjectName: email,
    reason,
  };
  await journal().record({ row, seq: null, letInSecretId: null });
}
