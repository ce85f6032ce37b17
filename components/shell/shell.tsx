import type { ReactNode } from "react";
import { Announcements } from "@/components/ui/toast";
import type { Fleet, Person } from "./places";
import { Rail } from "./rail";
import { Shortcuts } from "./shortcuts";

interface ShellProps {
  user: Person;
  fleets: readonly Fleet[];
  remembered: string | null;
  children: ReactNode;
}

/** Rail and content, and what can be asked for from everywhere. */
export function Shell({ user, fleets, remembered, children }: ShellProps) {
  return (
    <div className="flex min-h-dvh flex-col narrow:flex-row">
      <Rail user={user} fleets={fleets} remembered={remembered} />
      <main
        id="content"
        tabIndex={-1}
        className="min-w-0 flex-1 px-4 py-5 outline-none narrow:px-8 narrow:py-7"
      >
        <div className="mx-auto flex w-full max-w-280 flex-col gap-5">{children}</div>
      </main>
      <Shortcuts fleets={fleets} instanceAdmin={user.admin} />
      <Announcements />
    </div>
  );
}
