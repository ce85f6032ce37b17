"use client";

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { cn } from "./cn";
import { useFieldWiring } from "./field";
import { inputStyle } from "./input";

export interface Option<V extends string> {
  value: V;
  label: string;
  /** After the label, quieter. */
  note?: string;
}

interface SelectProps<V extends string> {
  options: readonly Option<V>[];
  value: V;
  onChange: (value: V) => void;
  /** Where no field around it names it. */
  label?: string;
  disabled?: boolean;
  className?: string;
}

/** One of several, folded away. In the browser only: on the server it would render a style attribute. */
export function Select<V extends string>({
  options,
  value,
  onChange,
  label,
  disabled = false,
  className,
}: SelectProps<V>) {
  const wiring = useFieldWiring();
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Base.Trigger
        {...wiring}
        aria-label={label}
        className={cn(inputStyle, "flex h-9 items-center justify-between gap-2 text-left", className)}
      >
        <Base.Value className="truncate" />
        <Base.Icon className="text-muted [&_svg]:size-4">
          <ChevronsUpDown aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className={popupStyle}>
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={optionStyle}>
                  <Base.ItemText className="min-w-0 flex-1 truncate">
                    {option.label}
                    {option.note && <span className="ml-2 text-muted">{option.note}</span>}
                  </Base.ItemText>
                  <Base.ItemIndicator className="text-accent-text [&_svg]:size-4">
                    <Check aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export const popupStyle =
  "max-h-[min(20rem,var(--available-height))] min-w-(--anchor-width) max-w-(--available-width) overflow-y-auto rounded-surface bg-raised p-1 text-ink text-small shadow-float outline-none transition-opacity data-starting-style:opacity-0";

export const optionStyle =
  "flex min-h-8 cursor-default select-none items-center gap-2 rounded-mark px-2 outline-none data-highlighted:bg-hover max-narrow:min-h-10";
