"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { MultiCombobox } from "@/components/ui/combobox";

interface SomeOfProps {
  label: string;
  options: readonly { value: string; label: string }[];
  value: readonly string[];
  onChange: (value: string[]) => void;
}

/** Some of a few by boxes, some of many by typing. */
export function SomeOf({ label, options, value, onChange }: SomeOfProps) {
  if (options.length > 8) {
    return (
      <MultiCombobox
        label={label}
        placeholder="Type a name"
        options={options.map((option) => option.value)}
        value={value}
        onChange={onChange}
      />
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: within a fieldset of its own already
    <div role="group" aria-label={label} className="flex flex-wrap gap-2">
      {options.map((option) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is one
        <label
          key={option.value}
          className="flex h-8 items-center gap-2 rounded-control border border-line px-2.5 text-small transition-colors hover:border-edge has-checked:border-accent has-checked:bg-accent-soft"
        >
          <Checkbox
            checked={value.includes(option.value)}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...value, option.value]
                  : value.filter((other) => other !== option.value),
              )
            }
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
