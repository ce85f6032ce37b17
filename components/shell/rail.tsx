"use client";

import { AccountButton } from "./account-button";
import { Brand, BrandMark } from "./brand";
import { FindButton } from "./find-button";
import { FleetSwitcher } from "./fleet-switcher";
import { Nav } from "./nav";
import { type Fleet, type Person, placesOf } from "./places";
import { TopBar } from "./top-bar";
import { useFleet } from "./use-fleet";

interface RailProps {
  user: Person;
  fleets: readonly Fleet[];
  /** The fleet looked at before, from its cookie. */
  remembered: string | null;
}

/** 232 px of words from 1100 px on, icons down to 720, under that a bar with a sheet. */
export function Rail({ user, fleets, remembered }: RailProps) {
  const fleet = useFleet(fleets, remembered);
  const groups = placesOf(fleet, user.admin);
  return (
    <>
      <TopBar groups={groups} fleets={fleets} fleet={fleet} name={user.name} email={user.email} />
      <aside
        aria-label="Places and account"
        className="sticky top-0 flex h-dvh w-14 shrink-0 flex-col gap-4 overflow-y-auto border-line border-r bg-surface p-3 max-wide:items-center max-wide:px-2 max-narrow:hidden wide:w-58"
      >
        <Brand className="h-8 px-1.5 max-wide:hidden" />
        <BrandMark className="my-1 wide:hidden" />
        <div className="flex w-full flex-col gap-2">
          <FleetSwitcher fleets={fleets} current={fleet} />
          <FindButton />
        </div>
        <Nav groups={groups} shrinks />
        <div className="mt-auto w-full">
          <AccountButton name={user.name} email={user.email} />
        </div>
      </aside>
    </>
  );
}
