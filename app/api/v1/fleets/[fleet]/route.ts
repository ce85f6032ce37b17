import { getFleet } from "@/lib/fleets/get";
import { updateFleetSchema } from "@/lib/fleets/schema";
import { updateFleet } from "@/lib/fleets/update";
import { route } from "@/lib/http/route";

export const GET = route({ action: "fleets.get" }, ({ caller, params }) => getFleet(caller, params.fleet));

export const PATCH = route({ action: "fleets.update", body: updateFleetSchema }, ({ caller, params, body }) =>
  updateFleet(caller, params.fleet, body),
);
