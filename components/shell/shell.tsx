import type { ReactNode } from "react";
import { Announcements } from "@/components/ui/toast";
import { Account } from "./account";
import { Brand, BrandMark } from "./brand";
import { Nav } from "./nav";
import { placesOf } from "./places";
import { TopBar } from "./top-bar";

interface ShellProps {
  user: { name: string; email: string };
  fleets: readonly { slug: string; name: string }[];
  children: ReactNode;
}

/** Rail and content: 232 px of words from 1100 px on, icons down to 720, under that a bar with a sheet. */
export function Shell({ user, fleets, children }: ShellProps) {
  const groups = placesOf(fleets);
  return (
    <div className="flex min-h-dvh flex-col narrow:flex-row">
      <TopBar groups={groups} name={user.name} email={user.email} />
      <aside className="sticky top-0 flex h-dvh w-14 shrink-0 flex-col gap-6 overflow-y-auto border-line border-r bg-surface p-3 max-wide:items-center max-wide:px-2 max-narrow:hidden wide:w-58">
        <Brand className="h-8 px-1.5 max-wide:hidden" />
        <BrandMark className="my-1 wide:hidden" />
        <Nav groups={groups} shrinks />
        <div className="mt-auto w-full">
          <Account name={user.name} email={user.email} shrinks />
        </div>
      </aside>
      <main
        id="content"
        tabIndex={-1}
        className="min-w-0 flex-1 px-4 py-5 outline-none narrow:px-8 narrow:py-7"
      >
        <div className="mx-auto flex w-full max-w-280 flex-col gap-5">{children}</div>
      </main>
      <Announcements />
    </div>
  );
}
