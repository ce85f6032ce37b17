import { listAudit } from "@/lib/audit/list";
import { listAuditSchema } from "@/lib/audit/schema";
import { route } from "@/lib/http/route";

export const GET = route({ action: "audit.list", query: listAuditSchema }, ({ caller, query }) =>
  listAudit(caller, query),
);
