import { roles } from "@/lib/access/catalog";
import { route } from "@/lib/http/route";

export const GET = route({ action: "catalog.list" }, async () => ({
  data: roles.map(({ name, recommendedFor, scopes, members }) => ({
    name,
    recommended_for: recommendedFor,
    scopes,
    for_members: members,
  })),
  next_cursor: null,
}));
