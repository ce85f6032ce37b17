"use client";

import { useState } from "react";

/** Cursors only point forward; the way back is what was walked since the page was opened. null is the first page. */
export function useTrail(here: string | null) {
  const [trail, setTrail] = useState<readonly (string | null)[]>([null]);
  const at = trail.indexOf(here);
  return {
    /** Remembers `next` as the page after this one. */
    onward(next: string): string {
      setTrail(at === -1 ? [null, here, next] : [...trail.slice(0, at + 1), next]);
      return next;
    },
    /** The page before this one; the first when it is not known. */
    back: (): string | null => trail[at - 1] ?? null,
  };
}
