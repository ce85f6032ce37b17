"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { PasswordInput } from "@/components/ui/password-input";
import { spanWords } from "@/components/ui/time";
import { useHydrated } from "@/components/ui/use-hydrated";
import { type ApiError, asApiError } from "@/lib/http/client";
import { signIn } from "@/lib/http/client/sessions";

/** @param next a path of this cabinet, already checked on the server. */
export function SignInForm({ next }: { next: string }) {
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const password = useRef<HTMLInputElement>(null);
  const hydrated = useHydrated();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    setRefusal(null);
    try {
      await signIn(String(form.get("email")).trim(), String(form.get("password")));
      // A full load: what an earlier session saw is gone from memory.
      window.location.assign(next);
    } catch (thrown) {
      const error = asApiError(thrown);
      setRefusal(refusalWords(error));
      setPending(false);
      if (error.code === "wrong_credentials") password.current?.select();
    }
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" method="post">
      {refusal && (
        <Notice tone="danger" role="alert">
          {refusal}
        </Notice>
      )}
      <Field label="E-mail">
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password">
        <PasswordInput name="password" autoComplete="current-password" required ref={password} />
      </Field>
      <Button
        type="submit"
        tone="primary"
        size="large"
        pending={pending}
        disabled={!hydrated}
        className="mt-1 disabled:opacity-100"
      >
        {pending ? "Signing in" : "Sign in"}
      </Button>
    </form>
  );
}

function refusalWords(error: ApiError): string {
  switch (error.code) {
    case "wrong_credentials":
      return "E-mail or password is wrong. Check both; capital letters count in the password.";
    case "too_many_attempts": {
      const wait =
        error.retryAfterSeconds === null
          ? "a few minutes"
          : error.retryAfterSeconds < 60
            ? `${error.retryAfterSeconds} seconds`
            : spanWords(error.retryAfterSeconds * 1_000 + 59_999);
      return `Too many attempts. Wait ${wait}, then try again.`;
    }
    case "unreachable":
      return "The cabinet cannot be reached. Check that it runs and that you are connected, then try again.";
    case "unavailable":
      return "The cabinet cannot sign anyone in right now. Try again in a moment.";
    default:
      return error.message;
  }
}
