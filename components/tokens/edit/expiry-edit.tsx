"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/clock";
import { FieldGroup } from "@/components/ui/field";
import { dateWords } from "@/components/ui/time";
import type { CreateTokenBody } from "@/lib/tokens/schema";
import { endOf } from "../create/expiry";
import { ExpiryField } from "../create/expiry-field";

interface ExpiryEditProps {
  /** As it is. */
  now: string | null;
  error: string | undefined;
  onChange: (at: string | null) => void;
  onKeep: () => void;
}

type Choice = Pick<CreateTokenBody, "expires_in" | "expires_at">;

/** When the token ends: as it is until somebody wants it otherwise. */
export function ExpiryEdit({ now: current, error, onChange, onKeep }: ExpiryEditProps) {
  const { now } = useNow();
  const [choice, setChoice] = useState<Choice | null>(null);
  if (choice === null) {
    return (
      <FieldGroup label="Expires" error={error}>
        <div className="flex h-8 items-center justify-between gap-3">
          <span>{current === null ? "Never" : dateWords(Date.parse(current), "local")}</span>
          <Button size="small" onClick={() => setChoice({ expires_in: undefined, expires_at: undefined })}>
            Change the date
          </Button>
        </div>
      </FieldGroup>
    );
  }
  return (
    <div className="flex flex-col items-start gap-1.5">
      <ExpiryField
        value={choice}
        now={now}
        error={error}
        onChange={(next) => {
          setChoice(next);
          const end = endOf(next, now);
          if (end === undefined) onKeep();
          else onChange(end === null ? null : new Date(end).toISOString());
        }}
      />
      <Button
        size="small"
        onClick={() => {
          setChoice(null);
          onKeep();
        }}
      >
        Keep {current === null ? "it without an end" : dateWords(Date.parse(current), "local")}
      </Button>
    </div>
  );
}
