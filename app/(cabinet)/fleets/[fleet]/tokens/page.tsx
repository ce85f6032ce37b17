import Link from "next/link";
import { notFound, redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import { choicesOf } from "@/components/tokens/create/reach";
import { FleetTabs } from "@/components/tokens/fleet-tabs";
import { fleetQuery, listInput, pathWith } from "@/components/tokens/query";
import { Reminding } from "@/components/tokens/reminding";
import { TokensView } from "@/components/tokens/tokens-view";
import { buttonStyle } from "@/components/ui/button";
import { ClockProvider } from "@/components/ui/clock";
import { ErrorState } from "@/components/ui/error-state";
import { isProblem } from "@/lib/errors";
import { listMembers } from "@/lib/fleets/list-members";
import { listNamespacesSeen } from "@/lib/fleets/namespaces";
import { listMembersSchema } from "@/lib/fleets/schema";
import { requireCaller } from "@/lib/sessions/page";
import { countReminders } from "@/lib/tokens/count-reminders";
import { listTokens } from "@/lib/tokens/list";
import { listNarrowingsOfFleet } from "@/lib/tokens/list-narrowings";
import { listTokensSchema } from "@/lib/tokens/schema";

export const metadata = { title: "Tokens of a fleet" };

const load = createLoader(fleetQuery);

interface FleetTokensProps {
  params: Promise<{ fleet: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function FleetTokens({ params, searchParams }: FleetTokensProps) {
  const [{ fleet: slug }, asked] = await Promise.all([params, searchParams]);
  const here = `/fleets/${encodeURIComponent(slug)}/tokens`;
  const caller = await requireCaller(pathWith(here, asked));
  const { user, fleets, sees, instance } = caller.principal;
  const fleet = fleets.find((one) => one.slug === slug);
  if (!fleet) notFound();
  const name = { slug: fleet.slug, name: fleet.name };
  if (!sees.some((seen) => seen.id === fleet.id && seen.admin)) {
    const { data: members } = await listMembers(caller, slug, listMembersSchema.parse({ limit: "200" }));
    const admins = members.filter((member) => member.role === "admin" && member.active);
    return <NotAllowed fleet={name} admins={admins.map((admin) => admin.name)} />;
  }

  const query = load(asked);
  const reaching = query.show === "reaching";
  const input = listTokensSchema.safeParse({
    fleet: slug,
    ...(reaching ? { owner: "all" } : { kind: "fleet" }),
    ...listInput(query),
  });
  if (!input.success) redirect(here);
  const [page, namespaces, narrowings, reminders] = await Promise.all([
    listTokens(caller, input.data).catch((error: unknown) => {
      if (isProblem(error) && error.status === 422) redirect(here);
      throw error;
    }),
    listNamespacesSeen(caller),
    listNarrowingsOfFleet(caller, slug),
    countReminders(caller, { kind: "fleet", owner: "me", fleet: slug }),
  ]);
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <TokensView
        // Another list, with a state of its own.
        key={query.show}
        page={page}
        whose={{
          list: reaching ? "reaching" : "fleet",
          reader: { id: user.id, admin: user.admin },
          fleet: name,
        }}
        choices={choicesOf(
          { instance: reaching ? instance : new Set(), fleets: reaching ? fleets : [fleet] },
          namespaces,
        )}
        narrowings={narrowings}
        {...(reaching ? {} : { reminding: <Reminding reminders={reminders} list={here} /> })}
        tabs={<FleetTabs fleet={name} reaching={reaching} />}
      />
    </ClockProvider>
  );
}

interface NotAllowedProps {
  fleet: { slug: string; name: string };
  /** Their names. */
  admins: readonly string[];
}

function NotAllowed({ fleet, admins }: NotAllowedProps) {
  const who =
    admins.length === 0 || admins.length > 5
      ? `An admin of ${fleet.name}`
      : new Intl.ListFormat("en", { type: "disjunction" }).format(admins);
  return (
    <ErrorState
      title={`Only its admins manage the tokens of ${fleet.name}`}
      action={
        <Link href={`/fleets/${fleet.slug}/members`} className={buttonStyle()}>
          See the members
        </Link>
      }
    >
      {who} can create one for you. Your own tokens you create yourself, under My tokens.
    </ErrorState>
  );
}
