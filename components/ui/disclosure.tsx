"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";

interface DisclosureProps {
  title: string;
  /** What stands inside, in a few words, while it is folded. */
  note?: string;
  /** Opens it by itself, when something inside wants to be seen. */
  forceOpen?: boolean;
  children: ReactNode;
}

/** Folds away what is seldom needed. The browser's own element: searchable, and without script. */
export function Disclosure({ title, note, forceOpen = false, children }: DisclosureProps) {
  const [open, setOpen] = useState(false);
  return (
    <details
      open={open || forceOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group/fold rounded-control border border-line"
    >
      <summary className="flex h-9 list-none items-center gap-2 rounded-control px-3 text-small hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          className="size-4 text-muted transition-transform group-open/fold:rotate-90"
          aria-hidden
        />
        <span className="font-strong">{title}</span>
        {note && <span className="truncate text-muted group-open/fold:hidden">{note}</span>}
      </summary>
      <div className="flex flex-col gap-4 px-3 pt-2 pb-4">{children}</div>
    </details>
  );
}
