"use client";

import { ChevronsUpDown } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Fleet } from "./places";

const loadMenu = () => import("./fleet-menu");
const FleetMenu = lazy(loadMenu);

interface FleetSwitcherProps {
  fleets: readonly Fleet[];
  current: Fleet | undefined;
}

/** Which fleet the rail is about; only where there is a choice. */
export function FleetSwitcher({ fleets, current }: FleetSwitcherProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (fleets.length < 2 || !current) return null;
  return (
    <>
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onPointerEnter={loadMenu}
        onFocus={loadMenu}
        onClick={(event) => setAnchor(event.currentTarget)}
        className="flex h-9 w-full items-center gap-2.5 rounded-control border border-line px-2 text-left transition-colors hover:bg-hover aria-expanded:bg-hover max-wide:justify-center max-wide:px-0"
      >
        <FleetMark fleet={current} />
        <span className="min-w-0 flex-1 truncate font-strong text-small max-wide:sr-only">
          <span className="sr-only">Fleet: </span>
          {current.name}
        </span>
        <ChevronsUpDown className="size-4 text-muted max-wide:hidden" aria-hidden />
      </button>
      {anchor && (
        <Suspense>
          <FleetMenu fleets={fleets} current={current} anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  );
}

export function FleetMark({ fleet }: { fleet: Fleet }) {
  return (
    <span
      aria-hidden
      className="flex size-5 shrink-0 items-center justify-center rounded-mark bg-accent-soft font-strong text-accent-text text-label uppercase"
    >
      {[...fleet.name][0]}
    </span>
  );
}
