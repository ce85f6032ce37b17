"use client";

import { FieldGroup } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import type { CreateTokenBody } from "@/lib/tokens/schema";
import { type Expiry, endOf, endOfDay, endWords, expiryOf, fieldDate, tomorrow } from "./expiry";

type ExpiryFields = Pick<CreateTokenBody, "expires_in" | "expires_at">;

interface ExpiryFieldProps {
  value: ExpiryFields;
  onChange: (value: ExpiryFields) => void;
  now: number;
  error: string | undefined;
}

const choices: readonly { value: Expiry; label: string }[] = [
  { value: "30d", label: "30 days" },
  { value: "90d", label: "90 days" },
  { value: "1y", label: "1 year" },
  { value: "never", label: "Never" },
  { value: "custom", label: "Date" },
];

export function ExpiryField({ value, onChange, now, error }: ExpiryFieldProps) {
  const choice = expiryOf(value);
  const words = endWords(endOf(value, now));
  return (
    <FieldGroup label="Expires" error={error} {...(choice === "never" ? { hint: words } : { help: words })}>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Expires"
          segments={choices}
          value={choice}
          onChange={(next) =>
            onChange(
              next === "custom"
                ? { expires_in: undefined, expires_at: undefined }
                : { expires_in: next, expires_at: undefined },
            )
          }
          className="max-narrow:w-full"
          segmentClassName="max-narrow:px-1"
        />
        {choice === "custom" && (
          <Input
            type="date"
            aria-label="Last day"
            min={tomorrow(now)}
            value={value.expires_at ? fieldDate(Date.parse(value.expires_at)) : ""}
            onChange={(event) =>
              onChange({ expires_in: undefined, expires_at: endOfDay(event.target.value) })
            }
            className="h-8 w-40 text-small"
          />
        )}
      </div>
    </FieldGroup>
  );
}
