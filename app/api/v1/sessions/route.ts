import { route } from "@/lib/http/route";
import { endAllSessions } from "@/lib/sessions/end";
import { listSessions } from "@/lib/sessions/list";

export const GET = route({ action: "sessions.list" }, ({ caller }) => listSessions(caller));

export const DELETE = route({ action: "sessions.end" }, ({ caller }) => endAllSessions(caller));
