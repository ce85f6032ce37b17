import { openRoute } from "@/lib/http/open-route";
import { lookAtLinkSchema } from "@/lib/users/schema";
import { lookAtLink } from "@/lib/users/set-password";

export const POST = openRoute({ body: lookAtLinkSchema }, ({ body }) => lookAtLink(body.secret));
