"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "./cn";

interface MenuProps {
  /** The button it belongs to; the menu is open while there is one. */
  anchor: HTMLElement | null;
  onClose: () => void;
  /** What it is a menu of. */
  label: string;
  /** Where it stands to its button, when there is room. */
  side?: "bottom" | "top";
  align?: "start" | "end";
  children: ReactNode;
}

/** A menu opened from somewhere else: one serves a whole table, and its code loads when it is first wanted. */
export function Menu({ anchor, onClose, label, side = "bottom", align = "end", children }: MenuProps) {
  const popup = useRef<HTMLDivElement>(null);
  const [byKeyboard] = useState(() => anchor?.matches(":focus-visible") ?? false);

  // A trigger of its own would do this by itself: whoever came by keyboard stands on the first item.
  useEffect(() => {
    if (!byKeyboard) return;
    const frame = requestAnimationFrame(() =>
      popup.current?.querySelector<HTMLElement>('[role^="menuitem"]')?.focus(),
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
      <Base.Portal container={anchor?.closest<HTMLElement>("main, aside") ?? null}>
        <Base.Positioner
          anchor={anchor}
          side={side}
          align={align}
          sideOffset={4}
          className="z-30 outline-none"
        >
          <Base.Popup
            ref={popup}
            aria-label={label}
            finalFocus={() => anchor}
            className={cn(
              "min-w-[max(11rem,var(--anchor-width))] rounded-surface bg-raised p-1 text-small shadow-float outline-none",
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

const itemStyle =
  "flex h-8 cursor-default select-none items-center gap-2 rounded-mark px-2 outline-none data-highlighted:bg-hover max-narrow:h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";

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
        itemStyle,
        tone === "danger" && "text-danger data-highlighted:bg-danger-soft [&_svg]:text-danger",
      )}
    >
      {icon}
      {children}
    </Base.Item>
  );
}

interface MenuChoiceProps<V extends string> {
  label: string;
  choices: readonly { value: V; label: string; icon?: ReactNode }[];
  value: V;
  onChange: (value: V) => void;
}

/** One of a few within a menu; it stays open, so that one sees what the choice does. */
export function MenuChoice<V extends string>({ label, choices, value, onChange }: MenuChoiceProps<V>) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChange} aria-label={label}>
      <div aria-hidden className="px-2 pt-1.5 pb-1 text-label text-muted">
        {label}
      </div>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} className={itemStyle}>
          {choice.icon}
          <span className="min-w-0 flex-1 truncate">{choice.label}</span>
          <Base.RadioItemIndicator>
            <Check aria-hidden />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}
