"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { Keys } from "./keys";
import { PlainDialog } from "./plain-dialog";
import { optionStyle } from "./select";

export interface Command {
  id: string;
  label: string;
  /** After the label, quieter. */
  note?: string | undefined;
  icon?: ReactNode;
  /** The keys that do the same without the palette. */
  keys?: readonly string[];
  run: () => void;
}

export interface CommandGroup {
  /** Shown above its commands. */
  value: string;
  items: Command[];
}

interface CommandPaletteProps {
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  groups: readonly CommandGroup[];
  /** When there is nothing to show. */
  empty: ReactNode;
  onClose: () => void;
}

/** A field, and under it what can be done; arrows walk, Enter does. Whoever opens it decides what matches. */
export function CommandPalette(props: CommandPaletteProps) {
  const { label, placeholder, text, onText, groups, empty, onClose } = props;
  return (
    <PlainDialog label={label} onClose={onClose}>
      <Autocomplete.Root
        open
        inline
        autoHighlight="always"
        keepHighlight
        filter={null}
        items={groups}
        itemToStringValue={(command: Command) => command.label}
        value={text}
        onValueChange={(next, details) => {
          // Choosing a command runs it; its words do not belong in the field.
          if (details.reason !== "item-press") onText(next);
        }}
      >
        <div className="relative border-line border-b">
          <Search className="absolute inset-y-0 left-4 my-auto size-4 text-muted" aria-hidden />
          <Autocomplete.Input
            aria-label={label}
            placeholder={placeholder}
            className="h-12 w-full bg-transparent pr-4 pl-10 text-body outline-none"
          />
        </div>
        <div className="min-h-0 overflow-y-auto overscroll-contain p-1.5">
          <Autocomplete.Empty className="text-muted text-small *:px-2.5 *:py-3">{empty}</Autocomplete.Empty>
          <Autocomplete.List>
            {(group: CommandGroup) => (
              <Autocomplete.Group key={group.value} items={group.items} className="not-last:mb-1.5">
                <Autocomplete.GroupLabel className="px-2.5 py-1.5 text-label text-muted">
                  {group.value}
                </Autocomplete.GroupLabel>
                <Autocomplete.Collection>
                  {(command: Command) => (
                    <Autocomplete.Item
                      key={command.id}
                      value={command}
                      onClick={command.run}
                      className={`${optionStyle} px-2.5 text-small [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted`}
                    >
                      {command.icon}
                      <span className="truncate">{command.label}</span>
                      {command.note && <span className="truncate text-muted">{command.note}</span>}
                      {command.keys && <Keys keys={command.keys} className="ml-auto" />}
                    </Autocomplete.Item>
                  )}
                </Autocomplete.Collection>
              </Autocomplete.Group>
            )}
          </Autocomplete.List>
        </div>
      </Autocomplete.Root>
    </PlainDialog>
  );
}
