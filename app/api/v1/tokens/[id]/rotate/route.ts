import { route } from "@/lib/http/route";
import { rotateToken } from "@/lib/tokens/rotate";
import { rotateTokenSchema } from "@/lib/tokens/schema";

export const POST = route(
  { action: "tokens.rotate", status: 201, body: rotateTokenSchema },
  ({ caller, params }) => rotateToken(caller, params.id),
);
