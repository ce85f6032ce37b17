import { notFound, redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import { MachinesView } from "@/components/machines/machines-view";
import { listQuery } from "@/components/machines/query";
import { NotAllowed } from "@/components/shell/not-allowed";
import { ClockProvider } from "@/components/ui/clock";
import { isProblem } from "@/lib/errors";
import { listNamespacesSeen } from "@/lib/fleets/namespaces";
import { countMachines } from "@/lib/machines/count";
import { listMachines } from "@/lib/machines/list";
import { listMachinesSchema } from "@/lib/machines/schema";
import { requireCaller } from "@/lib/sessions/page";

export const metadata = { title: "Machines" };

const load = createLoader(listQuery);

interface MachinesProps {
  params: Promise<{ fleet: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Machines({ params, searchParams }: MachinesProps) {
  const { fleet: slug } = await params;
  const here = `/fleets/${encodeURIComponent(slug)}/machines`;
  const caller = await requireCaller(here);
  const fleet = caller.principal.fleets.find((one) => one.slug === slug);
  if (!fleet) notFound();
  if (!fleet.scopes.has("machines:read")) {
    return (
      <NotAllowed
        what={`see the machines of ${fleet.name}`}
        needs={{ scope: "machines:read" }}
        way="An admin of the fleet can change your role."
      />
    );
  }

  const query = load(await searchParams);
  const input = listMachinesSchema.safeParse({
    ...(query.q.trim() === "" ? {} : { q: query.q }),
    ...(query.namespace === "" ? {} : { namespace: query.namespace }),
    ...(query.tag === "" ? {} : { tag: query.tag }),
    ...(query.cursor === null ? {} : { cursor: query.cursor }),
  });
  if (!input.success) redirect(here);
  const [page, namespaces, counts] = await Promise.all([
    listMachines(caller, slug, input.data).catch((error: unknown) => {
      if (isProblem(error) && error.status === 422) redirect(here);
      throw error;
    }),
    listNamespacesSeen(caller),
    countMachines(caller),
  ]);
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <MachinesView
        fleet={{ slug: fleet.slug, name: fleet.name }}
        machines={page.data}
        namespaces={namespaces[slug] ?? []}
        nextCursor={page.next_cursor}
        total={counts.find((one) => one.slug === slug)?.count ?? 0}
        mayWrite={fleet.scopes.has("machines:write")}
      />
    </ClockProvider>
  );
}
