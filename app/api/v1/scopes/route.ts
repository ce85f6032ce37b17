import { catalog } from "@/lib/access/catalog";
import { route } from "@/lib/http/route";

export const GET = route({ action: "catalog.list" }, async () => ({ data: catalog, next_cursor: null }));
