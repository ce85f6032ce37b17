import { createFleet } from "@/lib/fleets/create";
import { listFleets } from "@/lib/fleets/list";
import { createFleetSchema, listFleetsSchema } from "@/lib/fleets/schema";
import { route } from "@/lib/http/route";

export const GET = route({ action: "fleets.list", query: listFleetsSchema }, ({ caller, query }) =>
  listFleets(caller, query),
);

export const POST = route(
  { action: "fleets.create", status: 201, body: createFleetSchema },
  ({ caller, body }) => createFleet(caller, body),
);
