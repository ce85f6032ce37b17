import { openRoute } from "@/lib/http/open-route";
import { acceptInviteSchema } from "@/lib/users/schema";
import { setPassword } from "@/lib/users/set-password";

export const POST = openRoute({ body: acceptInviteSchema }, ({ body, request }) =>
  setPassword("invite", body, request),
);
