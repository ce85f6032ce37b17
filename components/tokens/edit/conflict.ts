/** Two edits of one version: what somebody else changed, beside what stands in the form. Pure. */
import { dateWords } from "@/components/ui/time";
import type { TokenView } from "@/lib/tokens/schema";

export const editable = ["name", "description", "consumer", "rotate_every", "expires_at"] as const;
export type Editable = (typeof editable)[number];

const names: Record<Editable, string> = {
  name: "Name",
  description: "Description",
  consumer: "Stored in",
  rotate_every: "Rotation",
  expires_at: "Expires",
};

export interface Conflict {
  field: Editable;
  label: string;
  /** As it is now, in words. */
  theirs: string;
  /** The form has something else for it, which was not saved. */
  mine: boolean;
}

export function conflictsOf(read: TokenView, now: TokenView, changed: ReadonlySet<Editable>): Conflict[] {
  return editable
    .filter((field) => read[field] !== now[field])
    .map((field) => ({
      field,
      label: names[field],
      theirs: wordsOf(field, now[field]),
      mine: changed.has(field),
    }));
}

function wordsOf(field: Editable, value: string | null): string {
  if (value === null || value === "") return field === "expires_at" ? "never" : "nothing";
  return field === "expires_at" ? dateWords(Date.parse(value), "local") : value;
}
