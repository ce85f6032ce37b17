"use client";

import { lazy, Suspense, useState } from "react";
import { Chip } from "@/components/ui/chip";
import type { Scope } from "@/lib/access/catalog";

const loadPopover = () => import("./scope-popover");
const ScopePopover = lazy(loadPopover);

interface ScopeRestProps {
  /** How many did not fit, and whether some of those can do harm. */
  count: number;
  dangerous: boolean;
  scopes: readonly Scope[];
}

/** "+4": opens the rest. */
export function ScopeRest({ count, dangerous, scopes }: ScopeRestProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <button
        type="button"
        aria-label={`${count} more: show all scopes`}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onPointerEnter={loadPopover}
        onFocus={loadPopover}
        onClick={(event) => setAnchor(event.currentTarget)}
        className="shrink-0 rounded-mark focus-visible:-outline-offset-2"
      >
        <Chip tone={dangerous ? "caution" : "plain"} className="hover:text-accent-text">
          +{count}
        </Chip>
      </button>
      {anchor && (
        <Suspense>
          <ScopePopover scopes={scopes} anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  );
}
