"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

interface PlainDialogProps {
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** Backdrop and surface without title and foot, near the top of the screen. */
export function PlainDialog({ label, onClose, children }: PlainDialogProps) {
  return (
    <Base.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-start justify-center overflow-hidden px-3 pt-[10vh] pb-4">
          <Base.Popup
            aria-label={label}
            className="flex max-h-[min(28rem,80dvh)] w-full max-w-140 flex-col overflow-hidden rounded-surface bg-raised text-ink shadow-float outline-none transition-opacity data-starting-style:opacity-0"
          >
            {children}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
