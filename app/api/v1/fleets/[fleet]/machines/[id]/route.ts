import { route } from "@/lib/http/route";
import { getMachine } from "@/lib/machines/get";
import { removeMachine } from "@/lib/machines/remove";
import { updateMachineSchema } from "@/lib/machines/schema";
import { updateMachine } from "@/lib/machines/update";

export const GET = route({ action: "machines.get" }, ({ caller, params }) =>
  getMachine(caller, params.fleet, params.id),
);

export const PATCH = route(
  { action: "machines.update", body: updateMachineSchema },
  ({ caller, params, body }) => updateMachine(caller, params.fleet, params.id, body),
);

export const DELETE = route({ action: "machines.remove", status: 204 }, ({ caller, params }) =>
  removeMachine(caller, params.fleet, params.id),
);
