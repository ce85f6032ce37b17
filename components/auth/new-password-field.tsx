"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";

const shortestPassword = 15;

/** A password to be chosen, with its rule and how much is missing. The server checks it again. */
export function NewPasswordField({ error, autoFocus }: { error?: string | undefined; autoFocus?: boolean }) {
  const [length, setLength] = useState(0);
  return (
    <Field
      label="Password"
      error={error}
      help={
        length === 0
          ? `At least ${shortestPassword} characters. A few words in a row are easy to keep and hard to guess.`
          : length < shortestPassword
            ? `${shortestPassword - length} more to go.`
            : "Long enough."
      }
    >
      <PasswordInput
        name="password"
        autoComplete="new-password"
        required
        autoFocus={autoFocus}
        minLength={shortestPassword}
        maxLength={1000}
        onChange={(event) => setLength([...event.target.value].length)}
      />
    </Field>
  );
}
