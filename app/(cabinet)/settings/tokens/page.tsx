import { redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import { choicesOf } from "@/components/tokens/create/reach";
import { listInput, listQuery, pathWith } from "@/components/tokens/query";
import { Reminding } from "@/components/tokens/reminding";
import { TokensView } from "@/components/tokens/tokens-view";
import { ClockProvider } from "@/components/ui/clock";
import { isProblem } from "@/lib/errors";
import { listNamespacesSeen } from "@/lib/fleets/namespaces";
import { requireCaller } from "@/lib/sessions/page";
import { countReminders } from "@/lib/tokens/count-reminders";
import { listTokens } from "@/lib/tokens/list";
import { listNarrowingsAskedOfMe } from "@/lib/tokens/list-narrowings";
import { listTokensSchema } from "@/lib/tokens/schema";

export const metadata = { title: "My tokens" };

const here = "/settings/tokens";
const load = createLoader(listQuery);

interface TokensProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Tokens({ searchParams }: TokensProps) {
  const asked = await searchParams;
  const caller = await requireCaller(pathWith(here, asked));
  const { user } = caller.principal;
  const input = listTokensSchema.safeParse({ kind: "personal", ...listInput(load(asked)) });
  // An address that nobody's control wrote: start over.
  if (!input.success) redirect(here);
  const [page, namespaces, narrowings, reminders] = await Promise.all([
    listTokens(caller, input.data).catch((error: unknown) => {
      if (isProblem(error) && error.status === 422) redirect(here);
      throw error;
    }),
    listNamespacesSeen(caller),
    listNarrowingsAskedOfMe(caller),
    countReminders(caller, { kind: "personal", owner: "me" }),
  ]);
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <TokensView
        page={page}
        whose={{ list: "mine", reader: { id: user.id, admin: user.admin } }}
        choices={choicesOf(caller.principal, namespaces)}
        narrowings={narrowings}
        reminding={<Reminding reminders={reminders} list={here} />}
      />
    </ClockProvider>
  );
}
