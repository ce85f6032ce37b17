"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactNode } from "react";

interface PopoverProps {
  /** The button it belongs to; the popover is open while there is one. */
  anchor: HTMLElement | null;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
}

/** A little more about one thing, beside it. Opened from somewhere else, like Menu, so that its code can wait. */
export function Popover({ anchor, onClose, title, children }: PopoverProps) {
  return (
    <Base.Root
      open={anchor !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Base.Portal container={anchor?.closest<HTMLElement>("[role$=dialog], main, aside") ?? null}>
        <Base.Positioner
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={4}
          collisionPadding={12}
          className="z-30 outline-none"
        >
          <Base.Popup
            finalFocus={() => anchor}
            className="max-h-(--available-height) w-80 max-w-(--available-width) overflow-y-auto rounded-surface bg-raised p-3 text-ink shadow-float outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <Base.Title className="mb-2 font-strong text-label">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
