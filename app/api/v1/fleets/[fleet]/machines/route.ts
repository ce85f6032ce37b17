import { route } from "@/lib/http/route";
import { createMachine } from "@/lib/machines/create";
import { listMachines } from "@/lib/machines/list";
import { createMachineSchema, listMachinesSchema } from "@/lib/machines/schema";

export const GET = route(
  { action: "machines.list", query: listMachinesSchema },
  ({ caller, params, query }) => listMachines(caller, params.fleet, query),
);

export const POST = route(
  { action: "machines.create", status: 201, body: createMachineSchema },
  ({ caller, params, body }) => createMachine(caller, params.fleet, body),
);
