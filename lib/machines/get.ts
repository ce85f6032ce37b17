import type { Caller } from "@/lib/access/principal";
import { authorizedMachine, viewOf } from "./lookup";
import type { MachineView } from "./schema";

export async function getMachine(caller: Caller, slug: string, id: string): Promise<MachineView> {
  return viewOf((await authorizedMachine(caller.principal, "machines.get", slug, id)).machine);
}
