"use client";

import { Checkbox } from "@/components/ui/checkbox";
import type { TokenView } from "@/lib/tokens/schema";
import type { Selection } from "./use-selection";

// The label makes the target larger than the box.
const target = "-ml-2 flex size-8 items-center justify-center pointer-coarse:size-10";

export function SelectRow({ token, selection }: { token: TokenView; selection: Selection }) {
  if (!selection.can(token)) return null;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is one
    <label className={target}>
      <Checkbox
        aria-label={`Select ${token.name}`}
        checked={selection.has(token.id)}
        onChange={(event) => {
          const { nativeEvent } = event;
          const range = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
          selection.choose(token.id, event.target.checked, range);
        }}
      />
    </label>
  );
}

export function SelectAll({ selection }: { selection: Selection }) {
  const { tokens, selectable } = selection;
  if (selectable === 0) return <span className="sr-only">Select</span>;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is one
    <label className={target}>
      <Checkbox
        aria-label="Select all on this page"
        checked={tokens.length === selectable}
        onChange={(event) => selection.chooseAll(event.target.checked)}
      />
    </label>
  );
}
