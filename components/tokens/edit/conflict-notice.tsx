import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Conflict, Editable } from "./conflict";

interface ConflictNoticeProps {
  /** Who made the last change, when the log tells. */
  by: string | null;
  fields: readonly Conflict[];
  onTakeTheirs: (field: Editable) => void;
}

/** Somebody was quicker: what they changed, and the choice between theirs and what stands in the form. */
export function ConflictNotice({ by, fields, onTakeTheirs }: ConflictNoticeProps) {
  return (
    <Notice tone="caution" role="alert">
      <p>
        {by ?? "Somebody"} changed this token since you opened it. Nothing of yours was saved yet, and nothing
        is lost: look, then save.
      </p>
      {fields.length > 0 && (
        <ul className="mt-1.5 flex flex-col gap-1.5">
          {fields.map(({ field, label, theirs, mine }) => (
            <li key={field} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <span className="wrap-anywhere min-w-0">
                {label} is now <strong className="font-strong">{theirs}</strong>
                {mine && "; you have something else"}
              </span>
              {mine && (
                <Button size="small" onClick={() => onTakeTheirs(field)}>
                  Take theirs
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
