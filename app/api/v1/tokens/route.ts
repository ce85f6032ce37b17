import { route } from "@/lib/http/route";
import { madeReply } from "@/lib/http/token-reply";
import { createToken } from "@/lib/tokens/create";
import { idempotencyKeyOf } from "@/lib/tokens/idempotency";
import { listTokens } from "@/lib/tokens/list";
import { createTokenSchema, listTokensSchema } from "@/lib/tokens/schema";

export const GET = route({ action: "tokens.list", query: listTokensSchema }, ({ caller, query }) =>
  listTokens(caller, query),
);

export const POST = route(
  { action: "tokens.create", status: 201, body: createTokenSchema },
  async ({ caller, body, headers }) => madeReply(await createToken(caller, body, idempotencyKeyOf(headers))),
);
