import { redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import { FleetsView } from "@/components/fleets/fleets-view";
import { listQuery } from "@/components/fleets/query";
import { ClockProvider } from "@/components/ui/clock";
import { isProblem } from "@/lib/errors";
import { countMembers } from "@/lib/fleets/count-members";
import { listFleets } from "@/lib/fleets/list";
import { listFleetsSchema } from "@/lib/fleets/schema";
import { countMachines } from "@/lib/machines/count";
import { requireCaller } from "@/lib/sessions/page";

export const metadata = { title: "Fleets" };

const load = createLoader(listQuery);
const here = "/fleets";

interface FleetsProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Fleets({ searchParams }: FleetsProps) {
  const caller = await requireCaller(here);
  const query = load(await searchParams);
  const input = listFleetsSchema.safeParse({
    ...(query.q.trim() === "" ? {} : { q: query.q }),
    ...(query.cursor === null ? {} : { cursor: query.cursor }),
  });
  if (!input.success) redirect(here);
  const page = await listFleets(caller, input.data).catch((error: unknown) => {
    if (isProblem(error) && error.status === 422) redirect(here);
    throw error;
  });
  const { fleets, user } = caller.principal;
  const members = await countMembers(caller);
  // Who is in no fleet holds machines:read nowhere.
  const machines = new Map(
    fleets.length === 0 ? [] : (await countMachines(caller)).map(({ slug, count }) => [slug, count]),
  );
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <FleetsView
        fleets={page.data.map((fleet) => ({
          ...fleet,
          members: members[fleet.slug] ?? 0,
          machines: machines.get(fleet.slug) ?? null,
        }))}
        nextCursor={page.next_cursor}
        total={fleets.length}
        mayCreate={user.admin}
      />
    </ClockProvider>
  );
}
