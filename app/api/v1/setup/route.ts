import { openRoute } from "@/lib/http/open-route";
import { setUp } from "@/lib/users/first-run";
import { setupSchema } from "@/lib/users/schema";

export const POST = openRoute({ status: 201, body: setupSchema }, ({ body, request }) =>
  setUp(body, request),
);
