import { whoami } from "@/lib/access/whoami";
import { route } from "@/lib/http/route";

export const GET = route({ action: "whoami.get" }, async ({ caller }) => whoami(caller.principal));
