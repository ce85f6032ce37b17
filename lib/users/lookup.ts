/** Finds one person for a principal, in a transaction or outside one. */
import { type Action, authorize } from "@/lib/access/policy";
import type { Principal } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";
import { isUuid } from "@/lib/database/uuid";
import { notFound } from "@/lib/errors";
import { readUsers, type UserRow } from "./record";

/** The person by id, or null. */
export async function findUser(id: string, tx: Transaction = db()): Promise<UserRow | null> {
  if (!isUuid(id)) return null;
  const [user] = await readUsers(tx, "u.id = $1::uuid", [id]);
  return user ?? null;
}

/** The person, if the principal may do `action` at all. @throws 403 before any id is looked at; 404. */
export async function authorizedUser(
  principal: Principal,
  action: Action,
  id: string,
  tx: Transaction = db(),
): Promise<UserRow> {
  authorize(principal, action);
  const user = await findUser(id, tx);
  if (!user) throw notFound();
  return user;
}
