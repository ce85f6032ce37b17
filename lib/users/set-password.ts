/** What the holder of a link may do: look at it, and choose a password with it, once. */
import type { RequestFacts } from "@/lib/access/principal";
import { blankRow, requestFacts } from "@/lib/audit/facts";
import { insertParameters, insertSql } from "@/lib/audit/insert";
import { type AuditRow, toParameters } from "@/lib/audit/row";
import type { Transaction } from "@/lib/database/client";
import { transaction } from "@/lib/database/transaction";
import { hashPassword } from "@/lib/sessions/password";
import { findLink, linkInvalid, spendLink } from "./link";
import type { LinkFacts, SetPasswordInput } from "./schema";

type Kind = LinkFacts["kind"];

interface Holder {
  id: string;
  email: string;
  name: string;
}

/** For whom a link is. Spends nothing. @throws 410 `link_invalid`. */
export async function lookAtLink(secret: string): Promise<LinkFacts> {
  const link = await findLink(secret);
  if (!link?.user || link.user.deactivatedAt !== null || link.kind === "setup") throw linkInvalid("invite");
  const { email, name } = link.user;
  return { kind: link.kind, email, name, expires_at: link.expiresAt.toISOString() };
}

/** Who holds the link. @throws 410 `link_invalid` for a wrong, spent, expired one, or one of another kind. */
async function requireHolder(kind: Kind, secret: string): Promise<Holder> {
  const link = await findLink(secret);
  if (link?.kind !== kind || !link.user || link.user.deactivatedAt !== null) throw linkInvalid(kind);
  return link.user;
}

/**
 * Spends an invite or reset link and sets the password of the person it was made for; a reset ends all their sessions.
 * @throws 410 `link_invalid`; of two at once one gets it.
 */
export async function setPassword(
  kind: Kind,
  input: SetPasswordInput,
  request: RequestFacts,
): Promise<{ user: Holder }> {
  const holder = await requireHolder(kind, input.secret);
  // Slow on purpose, and so done before the lock, but only for who holds the link.
  const passwordHash = await hashPassword(input.password);
  return transaction(async (tx) => {
    // Everything that writes to people takes the clock, and before their rows: a deactivation comes before or after.
    await tx.$queryRaw`SELECT rights_clock_take()`;
    if (!(await spendLink(tx, kind, input.secret))) throw linkInvalid(kind);
    const [user] = await tx.user.updateManyAndReturn({
      where: { id: holder.id, deactivatedAt: null },
      data: { passwordHash, ...(input.name === undefined ? {} : { name: input.name }) },
      select: { id: true, email: true, name: true },
    });
    if (!user) throw linkInvalid(kind);
    const rows = [updatedRow(kind, holder, user)];
    if (kind === "reset") rows.push(...(await endSessions(tx, user)));
    await record(tx, request, user, rows);
    return { user };
  });
}

function updatedRow(kind: Kind, before: Holder, after: Holder): AuditRow {
  const renamed = before.name !== after.name;
  return {
    ...blankRow("user.updated"),
    subjectType: "user",
    subjectId: after.id,
    subjectName: after.name,
    reason: kind === "invite" ? "invite_accepted" : "password_reset",
    changes: {
      before: renamed ? { name: before.name } : null,
      after: renamed ? { name: after.name } : null,
    },
  };
}

/** Whoever knew the old password may be in one of them. */
async function endSessions(tx: Transaction, user: Holder): Promise<AuditRow[]> {
  const ended = await tx.session.updateManyAndReturn({
    where: { userId: user.id, endedAt: null },
    data: { endedAt: new Date(), endedReason: "password_reset" },
    select: { id: true, userAgent: true },
  });
  return ended.map((session) => ({
    ...blankRow("session.ended"),
    subjectType: "session",
    subjectId: session.id,
    subjectName: session.userAgent ?? "",
    reason: "password_reset",
  }));
}

/** As acts of the person: the link says who it is. */
async function record(tx: Transaction, request: RequestFacts, actor: Holder, rows: AuditRow[]) {
  const entries = rows.map((row) => ({
    values: toParameters({
      ...row,
      ...requestFacts(request),
      actorType: "user",
      actorId: actor.id,
      actorName: actor.name,
      ownerId: actor.id,
      statusCode: 200,
    }),
    seq: null,
    letInSecretId: null,
  }));
  await tx.$queryRawUnsafe(insertSql, ...insertParameters(entries));
}
