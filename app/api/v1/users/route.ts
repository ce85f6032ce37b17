import { route } from "@/lib/http/route";
import { createUser } from "@/lib/users/create";
import { listUsers } from "@/lib/users/list";
import { createUserSchema, listUsersSchema } from "@/lib/users/schema";

export const GET = route({ action: "users.list", query: listUsersSchema }, ({ caller, query }) =>
  listUsers(caller, query),
);

export const POST = route(
  { action: "users.create", status: 201, body: createUserSchema },
  ({ caller, body }) => createUser(caller, body),
);
