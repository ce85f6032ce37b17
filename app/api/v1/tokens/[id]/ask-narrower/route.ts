import { route } from "@/lib/http/route";
import { askNarrower } from "@/lib/tokens/ask-narrower";
import { askNarrowerQuery, askNarrowerSchema } from "@/lib/tokens/schema";
import { settleNarrowing } from "@/lib/tokens/settle-narrowing";

export const POST = route(
  { action: "tokens.ask_narrower", body: askNarrowerSchema },
  ({ caller, params, body }) => askNarrower(caller, params.id, body),
);

export const DELETE = route(
  { action: "tokens.ask_narrower", status: 204, query: askNarrowerQuery },
  ({ caller, params, query }) => settleNarrowing(caller, params.id, query.fleet),
);
