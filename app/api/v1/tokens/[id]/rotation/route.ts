import { route } from "@/lib/http/route";
import { endOverlap, moveOverlapEnd } from "@/lib/tokens/overlap";
import { proveRotation } from "@/lib/tokens/rotation-proof";
import { extendOverlapSchema } from "@/lib/tokens/schema";

export const GET = route({ action: "tokens.get" }, ({ caller, params }) => proveRotation(caller, params.id));

export const PATCH = route(
  { action: "tokens.rotate", body: extendOverlapSchema },
  ({ caller, params, body }) => moveOverlapEnd(caller, params.id, new Date(body.old_expires_at)),
);

export const DELETE = route({ action: "tokens.rotate", status: 204 }, ({ caller, params }) =>
  endOverlap(caller, params.id),
);
