import Link from "next/link";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import type { Reminders } from "@/lib/tokens/schema";
import type { TokenFlag } from "@/lib/tokens/status";

/** What stops or should be done soon, said on the page since there is no mail for it. `list`: the page's address. */
export function Reminding({ reminders, list }: { reminders: Reminders; list: string }) {
  const { ends_in_3_days: ending, rotation_due: due, unused_90d: unused } = reminders;
  if (ending + due + unused === 0) return null;
  return (
    <Notice tone={ending > 0 ? "caution" : "plain"}>
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {ending > 0 && (
          <Reminder list={list} flag="expiring_soon" act="See what ends soon">
            {ending === 1 ? "1 token expires" : `${ending} tokens expire`} within 3 days.
          </Reminder>
        )}
        {due > 0 && (
          <Reminder list={list} flag="rotation_due" act="Rotate what is due">
            {due === 1 ? "1 token is" : `${due} tokens are`} due for rotation.
          </Reminder>
        )}
        {unused > 0 && (
          <Reminder list={list} flag="unused_90d" act="See what is unused">
            {unused === 1 ? "1 token was" : `${unused} tokens were`} not used for 90 days.
          </Reminder>
        )}
      </ul>
    </Notice>
  );
}

interface ReminderProps {
  list: string;
  flag: TokenFlag;
  act: string;
  children: ReactNode;
}

/** A sentence, and the list of what is meant, to work through. */
function Reminder({ list, flag, act, children }: ReminderProps) {
  return (
    <li>
      {children}{" "}
      <Link
        href={`${list}?flag=${flag}`}
        prefetch={false}
        className="rounded-mark text-ink underline underline-offset-3 hover:no-underline"
      >
        {act}
      </Link>
    </li>
  );
}
