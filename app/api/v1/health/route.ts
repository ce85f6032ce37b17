import { checkHealth } from "@/lib/audit/health";
import { openRoute } from "@/lib/http/open-route";

export const GET = openRoute({}, () => checkHealth());
