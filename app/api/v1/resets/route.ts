import { openRoute } from "@/lib/http/open-route";
import { resetPasswordSchema } from "@/lib/users/schema";
import { setPassword } from "@/lib/users/set-password";

export const POST = openRoute({ body: resetPasswordSchema }, ({ body, request }) =>
  setPassword("reset", body, request),
);
