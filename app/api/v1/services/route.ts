import { route } from "@/lib/http/route";
import { createService } from "@/lib/services/create";
import { listServices } from "@/lib/services/list";
import { createServiceSchema, listServicesSchema } from "@/lib/services/schema";

export const GET = route({ action: "services.list", query: listServicesSchema }, ({ caller, query }) =>
  listServices(caller, query),
);

export const POST = route(
  { action: "services.create", status: 201, body: createServiceSchema },
  ({ caller, body }) => createService(caller, body),
);
