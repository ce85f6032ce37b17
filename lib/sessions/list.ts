import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { notFound } from "@/lib/errors";
import { absoluteDays, idleHours } from "./lookup";

export interface SessionView {
  id: string;
  created_at: string;
  last_seen_at: string;
  ip: string | null;
  user_agent: string | null;
  current: boolean;
}

/** The caller's own living sessions, the latest first. */
export async function listSessions(caller: Caller): Promise<{ data: SessionView[]; next_cursor: null }> {
  const { principal } = caller;
  authorize(principal, "sessions.list");
  if (principal.kind !== "session") throw notFound();
  const now = Date.now();
  const rows = await db().session.findMany({
    where: {
      userId: principal.user.id,
      endedAt: null,
      lastSeenAt: { gt: new Date(now - idleHours * 3_600_000) },
      createdAt: { gt: new Date(now - absoluteDays * 86_400_000) },
    },
    orderBy: { lastSeenAt: "desc" },
    take: 200,
  });
  const data = rows.map((row) => ({
    id: row.id,
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
    ip: row.ip,
    user_agent: row.userAgent,
    current: row.id === principal.sessionId,
  }));
  return { data, next_cursor: null };
}
