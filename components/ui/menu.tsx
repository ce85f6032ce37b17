"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "./cn";

interface MenuProps {
  /** The button it belongs to; the menu is open while there is one. */
  anchor: HTMLElement | null;
  onClose: () => void;
  /** What it is a menu of. */
  label: string;
  children: ReactNode;
}

/** A menu opened from somewhere else: one serves a whole table, and its code loads when it is first wanted. */
export function Menu({ anchor, onClose, label, children }: MenuProps) {
  const popup = useRef<HTMLDivElement>(null);
  const [byKeyboard] = useState(() => anchor?.matches(":focus-visible") ?? false);

  // A trigger of its own would do this by itself: whoever came by keyboard stands on the first item.
  useEffect(() => {
    if (!byKeyboard) return;
    const frame = requestAnimationFrame(() =>
      popup.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus(),
    );
    return () => cancelAnimationFrame(frame);
  }, [byKeyboard]);

  return (
    <Base.Root
      open={anchor !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      {/* Within the page's main part, where assistive technology looks for what belongs to it. */}
      <Base.Portal container={anchor?.closest("main") ?? null}>
        <Base.Positioner
          anchor={anchor}
          side="bottom"
          align="end"
          sideOffset={4}
          className="z-30 outline-none"
        >
          <Base.Popup
            ref={popup}
            aria-label={label}
            finalFocus={() => anchor}
            className={cn(
              "min-w-44 rounded-surface bg-raised p-1 text-small shadow-float outline-none",
              "transition-[opacity,translate] data-ending-style:opacity-0 data-starting-style:-translate-y-1 data-starting-style:opacity-0",
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: ReactNode;
  tone?: "plain" | "danger";
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, tone = "plain", onSelect, children }: MenuItemProps) {
  return (
    <Base.Item
      onClick={onSelect}
      className={cn(
        "flex h-8 cursor-default select-none items-center gap-2 rounded-mark px-2 outline-none data-highlighted:bg-hover max-narrow:h-10",
        "[&_svg]:size-4 [&_svg]:shrink-0",
        tone === "danger" ? "text-danger data-highlighted:bg-danger-soft" : "[&_svg]:text-muted",
      )}
    >
      {icon}
      {children}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}
