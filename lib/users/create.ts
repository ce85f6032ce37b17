import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { db } from "@/lib/database/client";
import { isUniqueViolation } from "@/lib/database/errors";
import { uuidv7 } from "@/lib/database/uuid";
import { notFound, Problem } from "@/lib/errors";
import { hashPassword } from "@/lib/sessions/password";
import { authorizeAsInstanceAdmin } from "./authority";
import { makeLink } from "./link";
import { findUser } from "./lookup";
import { viewOf } from "./record";
import type { CreatedUser, CreateUserInput } from "./schema";

/**
 * Adds a person: with a password, or with an invite link, which is in this answer and nowhere else.
 * @throws 403 for `admin` and `password` by who is no instance admin; 409 `name_taken`.
 */
export async function createUser(caller: Caller, input: CreateUserInput): Promise<CreatedUser> {
  const { principal } = caller;
  authorize(principal, "users.create");
  if (input.admin) authorizeAsInstanceAdmin(principal, "users.create", "Making an instance admin");
  const { email, name, admin, password } = input;
  if (password !== undefined) {
    authorizeAsInstanceAdmin(principal, "users.create", "Choosing another person's password");
  }
  await refuseTaken(email);
  const passwordHash = password === undefined ? null : await hashPassword(password);
  try {
    return await change(caller, { action: "users.create", status: 201 }, async (tx, record) => {
      const id = uuidv7();
      await tx.user.create({ data: { id, email, name, admin, passwordHash } });
      const link = passwordHash === null ? await makeLink(tx, "invite", id) : null;
      record({
        action: "user.created",
        subject: { type: "user", id, name },
        after: { email, name, admin, invited: link !== null },
      });
      const user = await findUser(id, tx);
      if (!user) throw notFound();
      return {
        ...viewOf(user),
        ...(link ? { link: link.url, link_expires_at: link.expiresAt.toISOString() } : {}),
      };
    });
  } catch (error) {
    if (isUniqueViolation(error)) await refuseTaken(email);
    throw error;
  }
}

async function refuseTaken(email: string): Promise<void> {
  const user = await db().user.findUnique({
    where: { email },
    select: { deactivatedAt: true, passwordHash: true },
  });
  if (!user) return;
  const what =
    user.deactivatedAt !== null
      ? ", deactivated. An instance admin reactivates them under /admin/users."
      : user.passwordHash === null
        ? ", invited. An instance admin makes a new link for them under /admin/users."
        : ".";
  throw new Problem("name_taken", `${email} is here already${what}`);
}
