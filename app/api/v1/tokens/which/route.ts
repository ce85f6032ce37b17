import { route } from "@/lib/http/route";
import { whichTokenSchema } from "@/lib/tokens/schema";
import { whichToken } from "@/lib/tokens/which";

export const POST = route({ action: "tokens.which", body: whichTokenSchema }, ({ caller, body }) =>
  whichToken(caller, body),
);
