"use client";

import { Field } from "@/components/ui/field";
import { type Option, Select } from "@/components/ui/select";

const cadences: readonly Option<string>[] = [
  { value: "none", label: "No reminder" },
  { value: "90d", label: "Every 90 days", note: "production" },
  { value: "180d", label: "Every 180 days", note: "CI" },
  { value: "365d", label: "Every 365 days", note: "development" },
];

interface RotationFieldProps {
  value: string | null | undefined;
  error: string | undefined;
  onChange: (every: string | null) => void;
}

/** How often a new secret is due. A rhythm that a script has set is offered as it is. */
export function RotationField({ value, error, onChange }: RotationFieldProps) {
  const chosen = value ?? "none";
  const known = cadences.some((cadence) => cadence.value === chosen);
  return (
    <Field
      label="Rotation"
      help="The list says when a new secret is due. Nothing stops by itself."
      error={error}
    >
      <Select
        options={known ? cadences : [...cadences, { value: chosen, label: `Every ${chosen}` }]}
        value={chosen}
        onChange={(next) => onChange(next === "none" ? null : next)}
      />
    </Field>
  );
}
