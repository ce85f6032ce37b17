import { route } from "@/lib/http/route";
import { madeReply } from "@/lib/http/token-reply";
import { idempotencyKeyOf } from "@/lib/tokens/idempotency";
import { rotateToken } from "@/lib/tokens/rotate";
import { rotateTokenSchema } from "@/lib/tokens/schema";

export const POST = route(
  { action: "tokens.rotate", status: 201, body: rotateTokenSchema },
  async ({ caller, params, body, headers }) =>
    madeReply(await rotateToken(caller, params.id, body, idempotencyKeyOf(headers))),
);
