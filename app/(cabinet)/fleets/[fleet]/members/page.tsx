import { notFound, redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import { MembersView } from "@/components/fleets/members-view";
import { listQuery } from "@/components/fleets/query";
import { ClockProvider } from "@/components/ui/clock";
import { isProblem } from "@/lib/errors";
import { listMembers } from "@/lib/fleets/list-members";
import { listMembersSchema } from "@/lib/fleets/schema";
import { requireCaller } from "@/lib/sessions/page";

export const metadata = { title: "Members" };

const load = createLoader(listQuery);

interface MembersProps {
  params: Promise<{ fleet: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Members({ params, searchParams }: MembersProps) {
  const { fleet: slug } = await params;
  const here = `/fleets/${encodeURIComponent(slug)}/members`;
  const caller = await requireCaller(here);
  const fleet = caller.principal.fleets.find((one) => one.slug === slug);
  if (!fleet) notFound();

  const query = load(await searchParams);
  const input = listMembersSchema.safeParse({
    ...(query.q.trim() === "" ? {} : { q: query.q }),
    ...(query.cursor === null ? {} : { cursor: query.cursor }),
  });
  if (!input.success) redirect(here);
  const page = await listMembers(caller, slug, input.data).catch((error: unknown) => {
    if (isProblem(error) && error.status === 422) redirect(here);
    throw error;
  });
  const { id, admin } = caller.principal.user;
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <MembersView
        fleet={{ slug: fleet.slug, name: fleet.name }}
        members={page.data}
        nextCursor={page.next_cursor}
        me={{ id, admin }}
        held={[...fleet.scopes]}
      />
    </ClockProvider>
  );
}
