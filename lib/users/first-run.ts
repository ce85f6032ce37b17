/** How an empty instance gets its first admin: by a one-time link, or unattended from the environment. */
import type { RequestFacts } from "@/lib/access/principal";
import { blankRow, requestFacts, systemActor } from "@/lib/audit/facts";
import { insertParameters, insertSql } from "@/lib/audit/insert";
import { type AuditRow, toParameters } from "@/lib/audit/row";
import { db, type Transaction } from "@/lib/database/client";
import { transaction } from "@/lib/database/transaction";
import { uuidv7 } from "@/lib/database/uuid";
import { env } from "@/lib/env";
import { Problem } from "@/lib/errors";
import { hashPassword } from "@/lib/sessions/password";
import { findLink, linkInvalid, makeLink, spendLink } from "./link";
import { emailSchema, type SetupInput } from "./schema";

export type FirstRun =
  | { kind: "ready" }
  | { kind: "link"; url: string }
  | { kind: "admin_made"; email: string };

/** Whether nobody has signed up yet. */
export async function setupIsOpen(): Promise<boolean> {
  return (await db().user.findFirst({ select: { id: true } })) === null;
}

/** At every start: makes the admin named in the environment, or a new set-up link, while there is nobody. */
export async function prepareFirstRun(): Promise<FirstRun> {
  const { admin } = env();
  if (!(await setupIsOpen())) return { kind: "ready" };
  if (admin) {
    const email = emailSchema.parse(admin.email);
    const passwordHash = await hashPassword(admin.password);
    const made = await transaction((tx) =>
      makeFirstAdmin(tx, { email, name: email.split("@")[0] ?? email, passwordHash }, null),
    );
    return made ? { kind: "admin_made", email } : { kind: "ready" };
  }
  const { url } = await transaction((tx) => makeLink(tx, "setup", null));
  return { kind: "link", url };
}

/**
 * Spends the set-up link and makes the first instance admin with the fleet `default` and its namespace `production`.
 * @throws 409 `set_up_already`; 410 `link_invalid` for a wrong, spent or expired link.
 */
export async function setUp(
  input: SetupInput,
  request: RequestFacts,
): Promise<{ user: { id: string; email: string; name: string } }> {
  const link = await findLink(input.secret);
  if (link?.kind !== "setup") throw (await setupIsOpen()) ? linkInvalid("setup") : alreadySetUp();
  // Slow on purpose, and so done before the lock, but only for who holds the link.
  const passwordHash = await hashPassword(input.password);
  return transaction(async (tx) => {
    const made = await makeFirstAdmin(tx, { email: input.email, name: input.name, passwordHash }, request);
    if (!made) throw alreadySetUp();
    if (!(await spendLink(tx, "setup", input.secret))) throw linkInvalid("setup");
    return { user: made };
  });
}

const alreadySetUp = () =>
  new Problem("set_up_already", "This instance has its first admin. Sign in instead.");

interface FirstAdmin {
  email: string;
  name: string;
  passwordHash: string;
}

/** null when somebody was there first: two at once make one admin. */
async function makeFirstAdmin(tx: Transaction, admin: FirstAdmin, request: RequestFacts | null) {
  // Everything that makes a member takes the clock; whoever has it first is the first admin.
  await tx.$queryRaw`SELECT rights_clock_take()`;
  if ((await tx.user.findFirst({ select: { id: true } })) !== null) return null;
  const user = { id: uuidv7(), email: admin.email, name: admin.name };
  const fleet = { id: uuidv7(), slug: "default", name: "Default" };
  const namespace = { id: uuidv7(), fleetId: fleet.id, name: "production" };
  await tx.user.create({ data: { ...user, passwordHash: admin.passwordHash, admin: true } });
  await tx.fleet.create({ data: fleet });
  await tx.namespace.create({ data: namespace });
  await tx.member.create({ data: { fleetId: fleet.id, userId: user.id, role: "admin" } });
  const row = (
    action: AuditRow["action"],
    type: string,
    id: string,
    name: string,
    after: object,
  ): AuditRow => ({
    ...blankRow(action),
    ...(request ? requestFacts(request) : {}),
    actorType: systemActor.type,
    actorName: systemActor.name,
    subjectType: type,
    subjectId: id,
    subjectName: name,
    fleet: type === "user" ? null : fleet.slug,
    statusCode: request ? 201 : null,
    changes: { before: null, after },
  });
  const rows = [
    row("user.created", "user", user.id, user.name, { email: user.email, admin: true }),
    row("fleet.created", "fleet", fleet.id, fleet.slug, { name: fleet.name }),
    row("namespace.created", "namespace", namespace.id, namespace.name, { name: namespace.name }),
    row("member.added", "user", user.id, user.name, { role: "admin" }),
  ];
  const entries = rows.map((entry) => ({ values: toParameters(entry), seq: null, letInSecretId: null }));
  await tx.$queryRawUnsafe(insertSql, ...insertParameters(entries));
  return user;
}
