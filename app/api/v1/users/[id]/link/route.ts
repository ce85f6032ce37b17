import { route } from "@/lib/http/route";
import { renewLink } from "@/lib/users/renew-link";

export const POST = route({ action: "users.link", status: 201 }, ({ caller, params }) =>
  renewLink(caller, params.id),
);
