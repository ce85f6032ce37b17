import { authorize } from "@/lib/access/policy";
import type { Caller, Principal } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { actorOf } from "@/lib/audit/facts";
import { uuidv7 } from "@/lib/database/uuid";
import { notFound } from "@/lib/errors";
import { authorizeAsInstanceAdmin, authorizeOverUser } from "./authority";
import { endWhatIsTheirs, endWhatOnlyAdminsKeep, refuseLastAdmin } from "./leaving";
import { authorizedUser, findUser } from "./lookup";
import { type UserRow, viewOf } from "./record";
import type { UpdateUserInput, UserView } from "./schema";

/**
 * Renames a person, makes them an instance admin or none, deactivates or reactivates them. Absent fields stay as they
 * are. What a deactivation ends, it ends in the same transaction and under one batch id.
 * @throws 403 for a person who holds more than the caller; 409 `last_admin`.
 */
export async function updateUser(caller: Caller, id: string, input: UpdateUserInput): Promise<UserView> {
  const { principal } = caller;
  authorizeChange(principal, await authorizedUser(principal, "users.update", id), input);
  return change(caller, { action: "users.update", status: 200, rights: true }, async (tx, record) => {
    const user = await authorizedUser(principal, "users.update", id, tx);
    authorizeChange(principal, user, input);
    const is = { name: user.name, admin: user.admin, active: user.deactivatedAt === null };
    const will = {
      name: input.name ?? is.name,
      admin: input.admin ?? is.admin,
      active: input.active ?? is.active,
    };
    const [leaves, returns] = [is.active && !will.active, will.active && !is.active];
    const lowered = is.admin && !will.admin;
    if (is.admin && is.active && (leaves || lowered)) await refuseLastAdmin(tx, user);
    const now = new Date();
    // The person before their sessions: a sign-in holds this row until its session can be seen.
    await tx.user.update({
      where: { id },
      data: {
        name: will.name,
        admin: will.admin,
        ...(leaves ? { deactivatedAt: now } : returns ? { deactivatedAt: null } : {}),
      },
    });
    const shared = {
      subject: { type: "user", id, name: will.name },
      reason: input.reason ?? null,
      batchId: uuidv7(),
    };
    const changed = differences(is, will);
    if (changed) record({ action: "user.updated", ...shared, ...changed });
    if (returns) record({ action: "user.reactivated", ...shared });
    if (leaves) record({ action: "user.deactivated", ...shared });
    // Whoever may only invite could have kept it: from now on it would open the instance.
    if (will.admin && !is.admin) await tx.link.deleteMany({ where: { userId: id } });
    const by = { actor: actorOf(principal), reason: shared.reason, batchId: shared.batchId, now };
    if (leaves) await endWhatIsTheirs(tx, record, user, by);
    else if (lowered) await endWhatOnlyAdminsKeep(tx, record, user, by);
    const after = await findUser(id, tx);
    if (!after) throw notFound();
    return viewOf(after);
  });
}

/** What the scope alone does not allow. */
function authorizeChange(principal: Principal, user: UserRow, input: UpdateUserInput): void {
  authorize(principal, "users.update");
  authorizeOverUser(principal, "users.update", user);
  if (input.admin !== undefined && input.admin !== user.admin) {
    authorizeAsInstanceAdmin(principal, "users.update", "Making an instance admin");
  }
}

interface Named {
  name: string;
  admin: boolean;
}

/** Only what changed, so that an entry of the log can be read. */
function differences(before: Named, after: Named) {
  const keys = (["name", "admin"] as const).filter((key) => before[key] !== after[key]);
  if (keys.length === 0) return null;
  const pick = (user: Named) => Object.fromEntries(keys.map((key) => [key, user[key]]));
  return { before: pick(before), after: pick(after) };
}
