import { route } from "@/lib/http/route";
import { endSession } from "@/lib/sessions/end";

export const DELETE = route({ action: "sessions.end", status: 204 }, ({ caller, params }) =>
  endSession(caller, params.id),
);
