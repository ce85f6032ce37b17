import { route } from "@/lib/http/route";
import { getService } from "@/lib/services/get";
import { removeService } from "@/lib/services/remove";
import { updateServiceSchema } from "@/lib/services/schema";
import { updateService } from "@/lib/services/update";

export const GET = route({ action: "services.get" }, ({ caller, params }) => getService(caller, params.slug));

export const PATCH = route(
  { action: "services.update", body: updateServiceSchema },
  ({ caller, params, body }) => updateService(caller, params.slug, body),
);

export const DELETE = route({ action: "services.remove", status: 204 }, ({ caller, params }) =>
  removeService(caller, params.slug),
);
