"use client";

import { Notice } from "@/components/ui/notice";
import type { Reminders } from "@/lib/tokens/schema";
import type { TokenFlag } from "@/lib/tokens/status";

interface RemindingProps {
  reminders: Reminders;
  /** Shows the list of what is meant, to work through. */
  onFlag: (flag: TokenFlag) => void;
}

/** What stops or should be done soon, said on the page since there is no mail for it. */
export function Reminding({ reminders, onFlag }: RemindingProps) {
  const { ends_in_3_days: ending, rotation_due: due, unused_90d: unused } = reminders;
  if (ending + due + unused === 0) return null;
  return (
    <Notice tone={ending > 0 ? "caution" : "plain"}>
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {ending > 0 && (
          <Reminder onOpen={() => onFlag("expiring_soon")} act="See what ends soon">
            {ending === 1 ? "1 token expires" : `${ending} tokens expire`} within 3 days.
          </Reminder>
        )}
        {due > 0 && (
          <Reminder onOpen={() => onFlag("rotation_due")} act="Rotate what is due">
            {due === 1 ? "1 is" : `${due} are`} due for rotation.
          </Reminder>
        )}
        {unused > 0 && (
          <Reminder onOpen={() => onFlag("unused_90d")} act="See what is unused">
            Nothing has used {unused} for 90 days.
          </Reminder>
        )}
      </ul>
    </Notice>
  );
}

interface ReminderProps {
  children: React.ReactNode;
  act: string;
  onOpen: () => void;
}

function Reminder({ children, act, onOpen }: ReminderProps) {
  return (
    <li>
      {children}{" "}
      <button
        type="button"
        onClick={onOpen}
        className="rounded-mark text-ink underline underline-offset-3 hover:no-underline"
      >
        {act}
      </button>
    </li>
  );
}
