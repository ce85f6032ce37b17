/** What ends when a person is deactivated, or is an instance admin no longer. */
import type { Record } from "@/lib/audit/change";
import type { ActorRef } from "@/lib/audit/facts";
import type { Transaction } from "@/lib/database/client";
import { Problem } from "@/lib/errors";
import { leaveFleetsBut, revokeAllOf } from "@/lib/tokens/leaving";
import type { UserRow } from "./record";

interface By {
  actor: ActorRef;
  /** In the words of who did it; null: none were given. */
  reason: string | null;
  batchId: string;
  now: Date;
}

const because = (what: string, reason: string | null) => (reason ? `${what}: ${reason}` : what);

/** Sessions, links and personal tokens of who was deactivated. */
export async function endWhatIsTheirs(tx: Transaction, record: Record, user: UserRow, by: By): Promise<void> {
  const reason = because("owner deactivated", by.reason);
  const ended = await tx.session.updateManyAndReturn({
    where: { userId: user.id, endedAt: null },
    data: { endedAt: by.now, endedReason: "deactivated" },
    select: { id: true, userAgent: true },
  });
  for (const session of ended) {
    record({
      action: "session.ended",
      subject: { type: "session", id: session.id, name: session.userAgent ?? "" },
      ownerId: user.id,
      reason,
      batchId: by.batchId,
    });
  }
  await tx.link.deleteMany({ where: { userId: user.id } });
  await revokeAllOf(tx, record, user.id, { ...by, reason });
}

/**
 * Whoever loses the instance leaves every fleet without a role there; in none at all they hold nothing any more, as after
 * leaving the last.
 */
export async function endWhatOnlyAdminsKeep(
  tx: Transaction,
  record: Record,
  user: UserRow,
  by: By,
): Promise<void> {
  if (user.fleets.length > 0) {
    const reason = because("owner is no instance admin any more", by.reason);
    return leaveFleetsBut(tx, record, user.id, user.fleets, { ...by, reason });
  }
  const reason = because("owner is no instance admin any more, and in no fleet", by.reason);
  await revokeAllOf(tx, record, user.id, { ...by, reason });
}

/**
 * Throws 409 when nobody else could run the instance. Who was invited and never came does not count: when the link has
 * run out, there would be nobody to make a new one.
 */
export async function refuseLastAdmin(tx: Transaction, user: UserRow): Promise<void> {
  const another = await tx.user.findFirst({
    where: {
      id: { not: user.id },
      admin: true,
      deactivatedAt: null,
      OR: [{ passwordHash: { not: null } }, { sessions: { some: {} } }],
    },
    select: { id: true },
  });
  if (another) return;
  throw new Problem(
    "last_admin",
    `${user.name} is the last active instance admin who has signed in. Make somebody else one first.`,
  );
}
