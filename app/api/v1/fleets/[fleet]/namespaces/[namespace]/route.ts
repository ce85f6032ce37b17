import { removeNamespace } from "@/lib/fleets/remove-namespace";
import { route } from "@/lib/http/route";

export const DELETE = route({ action: "namespaces.remove", status: 204 }, ({ caller, params }) =>
  removeNamespace(caller, params.fleet, params.namespace),
);
