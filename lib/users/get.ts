import type { Caller } from "@/lib/access/principal";
import { authorizedUser } from "./lookup";
import { viewOf } from "./record";
import type { UserView } from "./schema";

/** One person. */
export async function getUser(caller: Caller, id: string): Promise<UserView> {
  return viewOf(await authorizedUser(caller.principal, "users.list", id));
}
