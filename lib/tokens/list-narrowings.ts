import { authorize, authorizeRunning } from "@/lib/access/policy";
import { type Caller, personOf } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { requireSeenFleet } from "./lookup";
import { readNarrowings } from "./narrowing";
import type { NarrowingView } from "./schema";

/** What the caller was asked: open wishes that personal tokens of theirs be kept out of fleets. */
export async function listNarrowingsAskedOfMe(caller: Caller): Promise<NarrowingView[]> {
  authorize(caller.principal, "tokens.list");
  const person = personOf(caller.principal);
  if (person === null) return [];
  return readNarrowings(db(), "t.owner_user_id = $1::uuid", [person.id]);
}

/** What the admins of a fleet have asked, and nobody has answered. */
export async function listNarrowingsOfFleet(caller: Caller, slug: string): Promise<NarrowingView[]> {
  authorize(caller.principal, "tokens.list");
  const fleet = requireSeenFleet(caller.principal, slug);
  authorizeRunning(caller.principal, fleet);
  return readNarrowings(db(), "n.fleet_id = $1::uuid", [fleet.id]);
}
