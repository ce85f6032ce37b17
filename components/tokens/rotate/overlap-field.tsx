"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { FieldGroup } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { exactWords } from "@/components/ui/time";
import { canEndSilent, type Overlap, type OverlapChoice, overlapEnd, overlapSeconds } from "./overlap";

const segments: readonly { value: OverlapChoice; label: string }[] = [
  { value: "none", label: "None" },
  { value: "1h", label: "1 hour" },
  { value: "24h", label: "24 hours" },
  { value: "7d", label: "7 days" },
  { value: "other", label: "Other" },
];

interface OverlapFieldProps {
  value: Overlap;
  onChange: (value: Overlap) => void;
  endWhenSilent: boolean;
  onEndWhenSilent: (end: boolean) => void;
  /** The token's own expiry. */
  expiresAt: string | null;
  now: number;
  /** What the server said about it. */
  error: string | undefined;
}

/** For how long both secrets work, with the moment at which the old one ends in the reader's own zone. */
export function OverlapField(props: OverlapFieldProps) {
  const { value, onChange, endWhenSilent, onEndWhenSilent, expiresAt, now, error } = props;
  const seconds = overlapSeconds(value);
  const typedWrong = value.choice === "other" && value.other.trim() !== "" && seconds === null;
  return (
    <FieldGroup
      label="Overlap"
      error={typedWrong ? "Write a number and m, h or d, like 12h, up to 7d." : error}
      help={meaning(seconds, expiresAt, now)}
    >
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Overlap"
          segments={segments}
          value={value.choice}
          onChange={(choice) => onChange({ ...value, choice })}
          className="max-narrow:w-full"
          segmentClassName="max-narrow:px-1"
        />
        {value.choice === "other" && (
          <Input
            aria-label="How long, like 12h or 3d"
            placeholder="12h"
            value={value.other}
            onChange={(event) => onChange({ ...value, other: event.target.value })}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="h-8 w-24 text-small"
          />
        )}
      </div>
      {seconds !== null && canEndSilent(seconds) && (
        // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is one
        <label className="flex items-start gap-2 py-1 text-small">
          <Checkbox
            checked={endWhenSilent}
            onChange={(event) => onEndWhenSilent(event.target.checked)}
            className="mt-0.5"
          />
          End it by itself when nobody has used the old one for a day
        </label>
      )}
    </FieldGroup>
  );
}

function meaning(seconds: number | null, expiresAt: string | null, now: number): string {
  if (seconds === null) return "How long both secrets work, 7 days at most.";
  if (seconds === 0)
    return "The old secret ends at once: whatever uses it is refused until it has the new one.";
  const end = overlapEnd(seconds, expiresAt, now);
  const early = end < now + seconds * 1_000 ? ", when the token itself expires" : "";
  return `Both secrets work until ${exactWords(end, "local").replace(/:\d\d$/, "")}${early}.`;
}
