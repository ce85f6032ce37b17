import { removeMember } from "@/lib/fleets/remove-member";
import { updateMemberSchema } from "@/lib/fleets/schema";
import { updateMember } from "@/lib/fleets/update-member";
import { route } from "@/lib/http/route";

export const PATCH = route(
  { action: "members.update", body: updateMemberSchema },
  ({ caller, params, body }) => updateMember(caller, params.fleet, params.id, body),
);

export const DELETE = route({ action: "members.remove", status: 204 }, ({ caller, params }) =>
  removeMember(caller, params.fleet, params.id),
);
