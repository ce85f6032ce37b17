import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { isUuid } from "@/lib/database/uuid";
import { notFound } from "@/lib/errors";

/** Ends one of the caller's own sessions; its cookie is dead from then on. Ending it again changes nothing. */
export async function endSession(caller: Caller, id: string): Promise<void> {
  const { principal } = caller;
  authorize(principal, "sessions.end");
  if (principal.kind !== "session" || !isUuid(id)) throw notFound();
  const signingOut = id.toLowerCase() === principal.sessionId;
  await change(caller, { action: "sessions.end", status: 204 }, async (tx, record) => {
    const session = await tx.session.findFirst({ where: { id, userId: principal.user.id } });
    if (!session) throw notFound();
    const ended = await tx.session.updateMany({
      where: { id, endedAt: null },
      data: { endedAt: new Date(), endedReason: signingOut ? "signed_out" : "ended" },
    });
    if (ended.count === 0) return;
    record({
      action: signingOut ? "session.signed_out" : "session.ended",
      subject: { type: "session", id: session.id, name: session.userAgent ?? "" },
    });
  });
}

/** Ends all of the caller's sessions, this one too. @returns how many were living. */
export async function endAllSessions(caller: Caller): Promise<{ ended: number }> {
  const { principal } = caller;
  authorize(principal, "sessions.end");
  if (principal.kind !== "session") throw notFound();
  return change(caller, { action: "sessions.end", status: 200 }, async (tx, record) => {
    const ended = await tx.session.updateManyAndReturn({
      where: { userId: principal.user.id, endedAt: null },
      data: { endedAt: new Date(), endedReason: "ended" },
      select: { id: true, userAgent: true },
    });
    for (const session of ended) {
      record({
        action: session.id === principal.sessionId ? "session.signed_out" : "session.ended",
        subject: { type: "session", id: session.id, name: session.userAgent ?? "" },
      });
    }
    return { ended: ended.length };
  });
}
