"use client";

import { Search } from "lucide-react";
import { useSyncExternalStore } from "react";
import { ask } from "./asked";
import { modifier } from "./modifier";

const never = () => () => {};

/** Opens the palette for those who do not know its keys yet, and tells them. */
export function FindButton() {
  const key = useSyncExternalStore(never, modifier, () => null);
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={() => ask("palette")}
      className="relative flex h-8 w-full items-center gap-2.5 rounded-control border border-line px-2.5 text-muted text-small transition-colors hover:border-edge hover:text-ink max-wide:justify-center max-wide:px-0"
    >
      <Search className="size-4 shrink-0" aria-hidden />
      <span className="max-wide:sr-only">Go to or find</span>
      {key && (
        <kbd aria-hidden className="absolute right-2.5 font-mono text-label max-wide:hidden">
          {key} K
        </kbd>
      )}
    </button>
  );
}
