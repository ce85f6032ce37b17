import { addMember } from "@/lib/fleets/add-member";
import { listMembers } from "@/lib/fleets/list-members";
import { addMemberSchema, listMembersSchema } from "@/lib/fleets/schema";
import { route } from "@/lib/http/route";

export const GET = route({ action: "members.list", query: listMembersSchema }, ({ caller, params, query }) =>
  listMembers(caller, params.fleet, query),
);

export const POST = route(
  { action: "members.add", status: 201, body: addMemberSchema },
  ({ caller, params, body }) => addMember(caller, params.fleet, body),
);
