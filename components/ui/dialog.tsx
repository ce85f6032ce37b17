"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useRef } from "react";
import { Button } from "./button";
import { cn } from "./cn";

/** Why a dialog wants to close, so that one with something to lose can refuse. */
export type CloseReason = Base.Root.ChangeEventReason;

interface DialogProps {
  open: boolean;
  onClose: (reason: CloseReason) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at the foot, the safe one first. */
  footer?: ReactNode;
  children?: ReactNode;
  width?: "small" | "normal" | "wide";
  /** A press outside does not close. */
  sticky?: boolean;
  /** No cross in the corner. */
  crossless?: boolean;
  /** When it is not the first field. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Where focus goes afterwards, when it is not where it came from. */
  finalFocus?: RefObject<HTMLElement | null> | (() => HTMLElement | null);
  role?: "dialog" | "alertdialog";
  /** In the middle, or at the right side over the whole height. */
  shape?: "middle" | "side";
}

const widths = { small: "narrow:max-w-110", normal: "narrow:max-w-140", wide: "narrow:max-w-184" };

const shapes = {
  middle: {
    viewport: "narrow:items-start narrow:px-4 narrow:pt-[8vh] narrow:pb-4",
    popup:
      "rounded-t-surface narrow:max-h-full narrow:rounded-surface data-ending-style:translate-y-1 data-starting-style:translate-y-1",
    footer: "",
  },
  side: {
    viewport: "narrow:items-stretch narrow:justify-end",
    popup:
      "rounded-t-surface narrow:max-h-full narrow:max-w-124 narrow:rounded-none data-ending-style:translate-x-1 data-starting-style:translate-x-1",
    footer: "mt-auto",
  },
};

/** Title, scrolling body, fixed foot. On a narrow screen it takes the screen from below. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, footer, children, width = "normal", sticky = false } = props;
  const shape = shapes[props.shape ?? "middle"];
  const body = useRef<HTMLDivElement>(null);

  // The first field rather than the cross; on touch nothing, or the keyboard covers half of it at once.
  function firstField(how: string): HTMLElement | boolean {
    const field = body.current?.querySelector<HTMLElement>("input, textarea");
    return how === "touch" || !field ? true : field;
  }

  return (
    <Base.Root
      open={open}
      disablePointerDismissal={sticky}
      onOpenChange={(next, details) => {
        if (!next) onClose(details.reason);
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport
          className={cn("fixed inset-0 z-40 flex items-end justify-center overflow-hidden", shape.viewport)}
        >
          <Base.Popup
            role={props.role ?? "dialog"}
            initialFocus={props.initialFocus ?? firstField}
            {...(props.finalFocus ? { finalFocus: props.finalFocus } : {})}
            className={cn(
              "flex max-h-[94dvh] w-full flex-col bg-raised text-ink shadow-float outline-none",
              "transition-[opacity,translate] data-ending-style:opacity-0 data-starting-style:opacity-0",
              props.shape !== "side" && widths[width],
              shape.popup,
            )}
          >
            <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
              <div className="min-w-0">
                <Base.Title className="wrap-anywhere font-strong text-title">{title}</Base.Title>
                {description && (
                  <Base.Description className="mt-1 text-muted text-small">{description}</Base.Description>
                )}
              </div>
              {!props.crossless && (
                <Base.Close
                  render={<Button tone="quiet" size="icon-small" aria-label="Close" className="-mr-1.5" />}
                >
                  <X aria-hidden />
                </Base.Close>
              )}
            </header>
            {children !== undefined && (
              <div ref={body} className="min-h-0 overflow-y-auto overscroll-contain px-5 pt-1 pb-5">
                {children}
              </div>
            )}
            {footer && (
              <footer
                className={cn(
                  "flex flex-wrap items-center justify-end gap-2 border-line border-t px-5 py-3",
                  shape.footer,
                )}
              >
                {footer}
              </footer>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
