import { notFound, redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import { AdminFilters } from "@/components/tokens/admin-filters";
import { choicesOf } from "@/components/tokens/create/reach";
import { adminQuery, listInput, pathWith } from "@/components/tokens/query";
import { TokensView } from "@/components/tokens/tokens-view";
import { ClockProvider } from "@/components/ui/clock";
import { isProblem } from "@/lib/errors";
import { listNamespacesSeen } from "@/lib/fleets/namespaces";
import { requireCaller } from "@/lib/sessions/page";
import { listTokens } from "@/lib/tokens/list";
import { listTokensSchema } from "@/lib/tokens/schema";

export const metadata = { title: "All tokens" };

const here = "/admin/tokens";
const load = createLoader(adminQuery);

interface AllTokensProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AllTokens({ searchParams }: AllTokensProps) {
  const asked = await searchParams;
  const caller = await requireCaller(pathWith(here, asked));
  const { user, fleets } = caller.principal;
  if (!user.admin) notFound();
  const query = load(asked);
  const input = listTokensSchema.safeParse({
    owner: query.owner ?? "all",
    ...(query.kind === "any" || query.owner !== null ? {} : { kind: query.kind }),
    ...(query.fleet === null ? {} : { fleet: query.fleet }),
    ...listInput(query),
  });
  if (!input.success) redirect(here);
  const [page, namespaces] = await Promise.all([
    listTokens(caller, input.data).catch((error: unknown) => {
      if (isProblem(error) && error.status === 422) redirect(here);
      throw error;
    }),
    listNamespacesSeen(caller),
  ]);
  const ownerName = page.data.find((token) => token.owner.id === query.owner)?.owner.name ?? null;
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <TokensView
        page={page}
        whose={{
          list: "all",
          reader: { id: user.id, admin: user.admin },
          ...(query.owner !== null && ownerName !== null
            ? { owner: { id: query.owner, name: ownerName } }
            : {}),
        }}
        choices={choicesOf(caller.principal, namespaces)}
        filters={
          <AdminFilters fleets={fleets.map(({ slug, name }) => ({ slug, name }))} ownerName={ownerName} />
        }
      />
    </ClockProvider>
  );
}
