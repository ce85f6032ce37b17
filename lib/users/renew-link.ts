import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { Problem } from "@/lib/errors";
import { makeLink } from "./link";
import { authorizedUser } from "./lookup";
import type { UserLink } from "./schema";

/**
 * Makes a link with which the person chooses a password: the first (invite) or another (reset). It is in this answer
 * and nowhere else, and ends the ones before.
 * @throws 409 `user_deactivated`.
 */
export async function renewLink(caller: Caller, id: string): Promise<UserLink> {
  const { principal } = caller;
  await authorizedUser(principal, "users.link", id);
  return change(caller, { action: "users.link", status: 201 }, async (tx, record) => {
    // Of two made at once the later one lives.
    await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`;
    const user = await authorizedUser(principal, "users.link", id, tx);
    if (user.deactivatedAt !== null) {
      throw new Problem("user_deactivated", `${user.name} is deactivated. Reactivate them first.`);
    }
    const kind = user.invited ? "invite" : "reset";
    const link = await makeLink(tx, kind, id);
    record({
      action: "user.updated",
      subject: { type: "user", id, name: user.name },
      reason: `${kind}_link_made`,
      after: { link_expires_at: link.expiresAt.toISOString() },
    });
    return { link: link.url, kind, expires_at: link.expiresAt.toISOString() };
  });
}
