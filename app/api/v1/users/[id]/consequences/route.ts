import { route } from "@/lib/http/route";
import { consequencesFor } from "@/lib/users/consequences";

export const GET = route({ action: "users.consequences" }, ({ caller, params }) =>
  consequencesFor(caller, params.id),
);
