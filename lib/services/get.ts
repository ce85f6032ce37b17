import type { Caller } from "@/lib/access/principal";
import { authorizedService, viewOf } from "./lookup";
import type { ServiceView } from "./schema";

export async function getService(caller: Caller, slug: string): Promise<ServiceView> {
  return viewOf(await authorizedService(caller.principal, "services.get", slug));
}
