"use client";

import { useLinkStatus } from "next/link";
import { cn } from "@/components/ui/cn";

/** A dot while the page behind a link is on its way; only when that takes a moment. */
export function LinkWaiting() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden
      className={cn(
        "ml-auto size-1.5 shrink-0 rounded-full bg-accent max-wide:absolute max-wide:top-1 max-wide:right-1",
        pending ? "animate-fade-in" : "hidden",
      )}
    />
  );
}
