import { redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import type { Choices } from "@/components/tokens/create/reach";
import { listQuery, pageSize, statusesOf } from "@/components/tokens/query";
import { TokensView } from "@/components/tokens/tokens-view";
import { ClockProvider } from "@/components/ui/clock";
import type { SessionPrincipal } from "@/lib/access/principal";
import { isProblem } from "@/lib/errors";
import { listNamespacesSeen } from "@/lib/fleets/namespaces";
import { requireCaller } from "@/lib/sessions/page";
import { listTokens } from "@/lib/tokens/list";
import { listTokensSchema } from "@/lib/tokens/schema";

export const metadata = { title: "My tokens" };

const here = "/settings/tokens";
const load = createLoader(listQuery);

interface TokensProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Tokens({ searchParams }: TokensProps) {
  const asked = await searchParams;
  const caller = await requireCaller(pathWith(asked));
  const query = load(asked);
  const input = listTokensSchema.safeParse({
    kind: "personal",
    status: statusesOf[query.status],
    sort: query.sort,
    limit: String(pageSize),
    ...(query.q.trim() === "" ? {} : { q: query.q }),
    ...(query.cursor === null ? {} : { cursor: query.cursor }),
  });
  // An address that nobody's control wrote: start over.
  if (!input.success) redirect(here);
  const page = await listTokens(caller, input.data).catch((error: unknown) => {
    if (isProblem(error) && error.status === 422) redirect(here);
    throw error;
  });
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <TokensView page={page} choices={choicesOf(caller.principal, await listNamespacesSeen(caller))} />
    </ClockProvider>
  );
}

/** What the person may give to a token, fleet by fleet, with the namespaces it may be bound to. */
function choicesOf(person: SessionPrincipal, namespaces: Record<string, readonly string[]>): Choices {
  return {
    instance: [...person.instance],
    fleets: person.fleets.map(({ slug, name, scopes }) => ({
      slug,
      name,
      scopes: [...scopes],
      namespaces: namespaces[slug] ?? [],
    })),
  };
}

function pathWith(asked: Record<string, string | string[] | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (typeof value === "string") search.set(name, value);
  return search.size === 0 ? here : `${here}?${search}`;
}
