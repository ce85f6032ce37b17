import { SessionsView } from "@/components/sessions/sessions-view";
import { ClockProvider } from "@/components/ui/clock";
import { listSessions } from "@/lib/sessions/list";
import { requireCaller } from "@/lib/sessions/page";

export const metadata = { title: "Security" };

export default async function Security() {
  const caller = await requireCaller("/settings/security");
  const { data } = await listSessions(caller);
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <SessionsView sessions={data} />
    </ClockProvider>
  );
}
