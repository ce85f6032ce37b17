"use client";

import { type ReactNode, useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { TokenView } from "@/lib/tokens/schema";
import type { Whose } from "./whose";

/** Why, for whom else it concerns: one's own tokens need no explanation. */
export function useReason(token: TokenView, { reader }: Whose): { text: string; field: ReactNode } {
  const [text, setText] = useState("");
  if (token.owner.id === reader.id) return { text: "", field: null };
  const reads = token.kind === "fleet" ? "The fleet’s admins" : token.owner.name;
  const verb = token.kind === "fleet" ? "see" : "sees";
  return {
    text: text.trim(),
    field: (
      <Field label="Reason" note="optional" help={`${reads} ${verb} it at the token and in the log.`}>
        <Input
          value={text}
          maxLength={500}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
        />
      </Field>
    ),
  };
}
