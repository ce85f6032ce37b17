import { authorize, isInstanceAdmin } from "@/lib/access/policy";
import { type Caller, personOf } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { isUniqueViolation } from "@/lib/database/errors";
import { uuidv7 } from "@/lib/database/uuid";
import { invalid, Problem } from "@/lib/errors";
import { viewOf } from "./lookup";
import type { CreateFleetInput, FleetView } from "./schema";

/**
 * Makes a fleet, without namespaces. Who makes it does not become a member; `admin` becomes its first.
 * @throws 409 `name_taken`; 422 when `admin` is no active user.
 */
export async function createFleet(caller: Caller, input: CreateFleetInput): Promise<FleetView> {
  const { principal } = caller;
  authorize(principal, "fleets.create");
  const { slug, name, admin } = input;
  if (admin !== null && !isInstanceAdmin(principal)) {
    throw new Problem(
      "beyond_own_rights",
      "A fleet's admin holds more than this token, which manages no tokens. Leave admin out, or sign in.",
    );
  }
  try {
    return await change(
      caller,
      { action: "fleets.create", status: 201, rights: true },
      async (tx, record) => {
        const fleet = await tx.fleet.create({ data: { id: uuidv7(), slug, name } });
        record({
          action: "fleet.created",
          subject: { type: "fleet", id: fleet.id, name: slug },
          fleet: slug,
          after: { slug, name },
        });
        if (admin !== null) {
          const user = await tx.user.findFirst({ where: { id: admin, deactivatedAt: null } });
          if (!user) throw invalid("admin", "unknown_user", "There is no active user with this id.");
          await tx.member.create({ data: { fleetId: fleet.id, userId: user.id, role: "admin" } });
          record({
            action: "member.added",
            subject: { type: "user", id: user.id, name: user.name },
            fleet: slug,
            after: { role: "admin" },
          });
        }
        const own = admin !== null && admin === personOf(principal)?.id;
        return viewOf(fleet, { role: own ? "admin" : null, namespaces: null });
      },
    );
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem("name_taken", `There is already a fleet ${slug}. Choose another slug.`);
    throw error;
  }
}
