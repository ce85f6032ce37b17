"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { useHydrated } from "@/components/ui/use-hydrated";
import { type ApiError, asApiError } from "@/lib/http/client";
import { setUp } from "@/lib/http/client/sessions";
import { NewPasswordField } from "./new-password-field";
import { signInAfter } from "./sign-in-after";
import { useHashSecret } from "./use-hash-secret";

const deadLink =
  "This link does not work any more: it was used, it is older than an hour, or the cabinet was restarted since. Restart the cabinet; it prints a new one.";

/** Makes the first instance admin. */
export function SetUpForm() {
  const secret = useHashSecret();
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);

  if (secret === "") {
    return (
      <Notice tone="caution">
        The secret of the link is missing. Open the whole link that the cabinet printed when it started, with
        everything after the # sign.
      </Notice>
    );
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending || secret === null) return;
    const form = new FormData(event.currentTarget);
    const email = String(form.get("email")).trim();
    const password = String(form.get("password"));
    setPending(true);
    setRefusal(null);
    try {
      await setUp({ secret, email, name: String(form.get("name")).trim(), password });
    } catch (error) {
      setRefusal(asApiError(error));
      setPending(false);
      return;
    }
    await signInAfter(email, password, "/settings/tokens");
  }

  const at = (path: string) => refusal?.fields.find((field) => field.path === path)?.message;
  const shownAtFields = ["email", "name", "password"].some((path) => at(path) !== undefined);

  return (
    <form onSubmit={submit} className="flex flex-col gap-4" method="post">
      {refusal && !shownAtFields && (
        <Notice tone="danger" role="alert">
          {refusal.code === "link_invalid" ? deadLink : refusal.message}
        </Notice>
      )}
      <Field label="E-mail" help="You sign in with it." error={at("email")}>
        <Input name="email" type="email" autoComplete="username" required autoFocus maxLength={254} />
      </Field>
      <Field label="Name" help="As others will see you in the log." error={at("name")}>
        <Input name="name" autoComplete="name" required maxLength={63} />
      </Field>
      <NewPasswordField error={at("password")} />
      <Button
        type="submit"
        tone="primary"
        size="large"
        pending={pending}
        disabled={!hydrated}
        className="mt-1 disabled:opacity-100"
      >
        {pending ? "Setting up" : "Create the first admin"}
      </Button>
    </form>
  );
}
