"use client";

import { Menu, MenuChoice } from "./menu";

interface ChoiceMenuProps<V extends string> {
  label: string;
  choices: readonly { value: V; label: string }[];
  value: V;
  onChange: (value: V) => void;
  anchor: HTMLElement;
  onClose: () => void;
}

/** What ChoiceButton opens, in a file of its own so that its code can wait. */
export default function ChoiceMenu<V extends string>(props: ChoiceMenuProps<V>) {
  const { label, choices, value, onChange, anchor, onClose } = props;
  return (
    <Menu anchor={anchor} onClose={onClose} label={label} align="start">
      <MenuChoice
        label={label}
        choices={choices}
        value={value}
        onChange={(next) => {
          onClose();
          onChange(next);
        }}
      />
    </Menu>
  );
}
