import { redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import { NotAllowed } from "@/components/shell/not-allowed";
import { ClockProvider } from "@/components/ui/clock";
import { listQuery, pageSize, statusesOf } from "@/components/users/query";
import { UsersView } from "@/components/users/users-view";
import { isProblem } from "@/lib/errors";
import { requireCaller } from "@/lib/sessions/page";
import { listUsers } from "@/lib/users/list";
import { listUsersSchema } from "@/lib/users/schema";

export const metadata = { title: "Users" };

const here = "/admin/users";
const load = createLoader(listQuery);

interface UsersProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Users({ searchParams }: UsersProps) {
  const caller = await requireCaller(here);
  if (!caller.principal.user.admin) {
    return (
      <NotAllowed
        what="see the users of this instance"
        needs={{ person: "an instance admin" }}
        way="The people of a fleet stand under its Members; to change who may come in, ask an instance admin."
      />
    );
  }

  const query = load(await searchParams);
  const input = listUsersSchema.safeParse({
    status: statusesOf[query.status],
    limit: String(pageSize),
    ...(query.q.trim() === "" ? {} : { q: query.q }),
    ...(query.cursor === null ? {} : { cursor: query.cursor }),
  });
  // An address that nobody's control wrote: start over.
  if (!input.success) redirect(here);
  const page = await listUsers(caller, input.data).catch((error: unknown) => {
    if (isProblem(error) && error.status === 422) redirect(here);
    throw error;
  });
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <UsersView page={page} />
    </ClockProvider>
  );
}
