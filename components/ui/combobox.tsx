"use client";

import { Combobox as Base } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown, X } from "lucide-react";
import { useRef } from "react";
import { cn } from "./cn";
import { useFieldWiring } from "./field";
import { inputStyle } from "./input";
import { optionStyle, popupStyle } from "./select";

interface ComboboxProps {
  options: readonly string[];
  value: string | null;
  onChange: (value: string | null) => void;
  placeholder?: string;
}

/** One of many, found by typing. */
export function Combobox({ options, value, onChange, placeholder }: ComboboxProps) {
  const wiring = useFieldWiring();
  return (
    <Base.Root items={options} value={value} onValueChange={onChange}>
      <Base.InputGroup className="relative">
        <Base.Input {...wiring} placeholder={placeholder} className={cn(inputStyle, "h-9 pr-9")} />
        <Base.Trigger aria-label="Show the choices" className="absolute inset-y-0 right-0 px-2.5 text-muted">
          <ChevronsUpDown className="size-4" aria-hidden />
        </Base.Trigger>
      </Base.InputGroup>
      <Choices />
    </Base.Root>
  );
}

interface MultiComboboxProps {
  options: readonly string[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  placeholder?: string;
  /** Where no field around it names it. */
  label?: string;
}

/** Some of many: what is chosen stands in the field and leaves it by its cross or by Backspace. */
export function MultiCombobox({ options, value, onChange, placeholder, label }: MultiComboboxProps) {
  const wiring = useFieldWiring();
  const group = useRef<HTMLDivElement>(null);
  return (
    <Base.Root items={options} multiple value={[...value]} onValueChange={onChange}>
      <Base.InputGroup
        ref={group}
        className={cn(
          inputStyle,
          "flex min-h-9 items-center px-1.5 py-1 has-aria-invalid:border-danger has-focus-visible:border-accent",
        )}
      >
        <Base.Chips className="flex min-w-0 flex-1 flex-wrap gap-1">
          {value.map((one) => (
            <Base.Chip
              key={one}
              aria-label={one}
              className="flex h-6.5 max-w-full items-center gap-1 rounded-mark bg-hover pl-2 font-mono text-label outline-offset-0"
            >
              <span className="truncate">{one}</span>
              <Base.ChipRemove
                aria-label={`Remove ${one}`}
                className="flex h-6.5 w-6 items-center justify-center text-muted"
              >
                <X className="size-3" aria-hidden />
              </Base.ChipRemove>
            </Base.Chip>
          ))}
          <Base.Input
            {...wiring}
            aria-label={label}
            placeholder={value.length === 0 ? placeholder : undefined}
            className="h-6.5 min-w-16 flex-1 bg-transparent px-1 outline-none"
          />
        </Base.Chips>
      </Base.InputGroup>
      <Choices anchor={group} />
    </Base.Root>
  );
}

function Choices({ anchor }: { anchor?: React.RefObject<HTMLElement | null> }) {
  return (
    <Base.Portal>
      <Base.Positioner sideOffset={4} className="z-50 outline-none" {...(anchor ? { anchor } : {})}>
        <Base.Popup className={popupStyle}>
          <Base.Empty className="text-muted *:px-2 *:py-1.5">
            <p>Nothing matches.</p>
          </Base.Empty>
          <Base.List>
            {(option: string) => (
              <Base.Item key={option} value={option} className={optionStyle}>
                <span className="min-w-0 flex-1 truncate font-mono">{option}</span>
                <Base.ItemIndicator className="text-accent-text">
                  <Check className="size-4" aria-hidden />
                </Base.ItemIndicator>
              </Base.Item>
            )}
          </Base.List>
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}
