import { notFound } from "@/lib/errors";
import { openRoute } from "@/lib/http/open-route";

const handler = openRoute({}, async () => {
  throw notFound();
});

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };
