import { memberConsequences } from "@/lib/fleets/member-consequences";
import { route } from "@/lib/http/route";

export const GET = route({ action: "members.consequences" }, ({ caller, params }) =>
  memberConsequences(caller, params.fleet, params.id),
);
