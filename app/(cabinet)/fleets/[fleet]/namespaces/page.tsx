import { notFound, redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import { NamespacesView } from "@/components/fleets/namespaces-view";
import { listQuery } from "@/components/fleets/query";
import { NotAllowed } from "@/components/shell/not-allowed";
import { ClockProvider } from "@/components/ui/clock";
import { isProblem } from "@/lib/errors";
import { listNamespaces } from "@/lib/fleets/list-namespaces";
import { listNamespacesSchema } from "@/lib/fleets/schema";
import { requireCaller } from "@/lib/sessions/page";

export const metadata = { title: "Namespaces" };

const load = createLoader(listQuery);

interface NamespacesProps {
  params: Promise<{ fleet: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Namespaces({ params, searchParams }: NamespacesProps) {
  const { fleet: slug } = await params;
  const here = `/fleets/${encodeURIComponent(slug)}/namespaces`;
  const caller = await requireCaller(here);
  const fleet = caller.principal.fleets.find((one) => one.slug === slug);
  if (!fleet) notFound();
  if (!fleet.scopes.has("namespaces:read")) {
    return (
      <NotAllowed
        what={`see the namespaces of ${fleet.name}`}
        needs={{ scope: "namespaces:read" }}
        way="An admin of the fleet can change your role."
      />
    );
  }

  const query = load(await searchParams);
  const input = listNamespacesSchema.safeParse({
    ...(query.q.trim() === "" ? {} : { q: query.q }),
    ...(query.cursor === null ? {} : { cursor: query.cursor }),
  });
  if (!input.success) redirect(here);
  const page = await listNamespaces(caller, slug, input.data).catch((error: unknown) => {
    if (isProblem(error) && error.status === 422) redirect(here);
    throw error;
  });
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <NamespacesView
        fleet={{ slug: fleet.slug, name: fleet.name }}
        namespaces={page.data}
        nextCursor={page.next_cursor}
        mayWrite={fleet.scopes.has("namespaces:write")}
      />
    </ClockProvider>
  );
}
