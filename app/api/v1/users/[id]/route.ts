import { route } from "@/lib/http/route";
import { getUser } from "@/lib/users/get";
import { updateUserSchema } from "@/lib/users/schema";
import { updateUser } from "@/lib/users/update";

export const GET = route({ action: "users.list" }, ({ caller, params }) => getUser(caller, params.id));

export const PATCH = route({ action: "users.update", body: updateUserSchema }, ({ caller, params, body }) =>
  updateUser(caller, params.id, body),
);
