"use client";

import Link from "next/link";
import { type FormEvent, useEffect, useState } from "react";
import { Button, buttonStyle } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { type ApiError, asApiError } from "@/lib/http/client";
import { lookAtLink, setPassword } from "@/lib/http/client/users";
import type { LinkFacts } from "@/lib/users/schema";
import { NewPasswordField } from "./new-password-field";
import { signInAfter } from "./sign-in-after";
import { useHashSecret } from "./use-hash-secret";

type Kind = LinkFacts["kind"];

const words = {
  invite: {
    title: "Welcome",
    line: "Choose a password, and you are in. The link works once.",
    button: "Set password and sign in",
    life: "72 hours",
  },
  reset: {
    title: "Choose a new password",
    line: "Your other sessions end with it. Your tokens keep working. The link works once.",
    button: "Set password and sign in",
    life: "an hour",
  },
} as const;

/** Chooses a password with an invite or reset link. Looking at the link spends nothing. */
export function PasswordLinkForm({ kind }: { kind: Kind }) {
  const secret = useHashSecret();
  const [link, setLink] = useState<LinkFacts | null>(null);
  const [failure, setFailure] = useState<ApiError | null>(null);

  useEffect(() => {
    if (!secret) return;
    let here = true;
    setLink(null);
    setFailure(null);
    lookAtLink(secret).then(
      (facts) => here && setLink(facts),
      (thrown: unknown) => here && setFailure(asApiError(thrown)),
    );
    return () => {
      here = false;
    };
  }, [secret]);

  const dead =
    secret === "" ||
    failure?.code === "link_invalid" ||
    failure?.code === "validation_failed" ||
    (link !== null && link.kind !== kind);
  if (dead) return <DeadLink kind={kind} missing={secret === ""} />;
  return (
    <>
      <div>
        <h1 className="font-strong text-title">{words[kind].title}</h1>
        <p className="mt-1 text-muted">{words[kind].line}</p>
      </div>
      {failure && (
        <Notice tone="danger" role="alert">
          {failure.message}
        </Notice>
      )}
      {secret && link ? (
        <PasswordForm key={secret} link={link} secret={secret} onDead={setFailure} />
      ) : (
        failure === null && <Waiting kind={kind} />
      )}
    </>
  );
}

interface PasswordFormProps {
  link: LinkFacts;
  secret: string;
  onDead: (error: ApiError) => void;
}

function PasswordForm({ link, secret, onDead }: PasswordFormProps) {
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<ApiError | null>(null);
  const invite = link.kind === "invite";

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password"));
    const name = String(form.get("name") ?? "").trim();
    setPending(true);
    setRefusal(null);
    try {
      await setPassword(link.kind, { secret, password, ...(invite ? { name } : {}) });
    } catch (thrown) {
      const error = asApiError(thrown);
      setPending(false);
      return error.code === "link_invalid" ? onDead(error) : setRefusal(error);
    }
    await signInAfter(link.email, password, "/");
  }

  const at = (path: string) => refusal?.fields.find((field) => field.path === path)?.message;
  const shownAtFields = at("name") !== undefined || at("password") !== undefined;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4" method="post">
      {refusal && !shownAtFields && (
        <Notice tone="danger" role="alert">
          {refusal.message}
        </Notice>
      )}
      <Field label="E-mail" help="You sign in with it.">
        {/* For password managers too, which keep it with the password. */}
        <Input
          name="email"
          type="email"
          autoComplete="username"
          readOnly
          value={link.email}
          className="bg-sunken text-muted"
        />
      </Field>
      {invite && (
        <Field label="Name" help="As others will see you in the log." error={at("name")}>
          <Input name="name" autoComplete="name" required maxLength={63} defaultValue={link.name} />
        </Field>
      )}
      <NewPasswordField error={at("password")} autoFocus />
      <Button type="submit" tone="primary" size="large" pending={pending} className="mt-1">
        {pending ? "Signing in" : words[link.kind].button}
      </Button>
    </form>
  );
}

function Waiting({ kind }: { kind: Kind }) {
  return (
    <div className="flex flex-col gap-4" aria-busy>
      {(kind === "invite" ? ["email", "name", "password"] : ["email", "password"]).map((field) => (
        <Skeleton key={field} className="h-9 w-full" />
      ))}
    </div>
  );
}

function DeadLink({ kind, missing }: { kind: Kind; missing: boolean }) {
  return (
    <div className="flex flex-col items-start gap-4">
      <h1 className="font-strong text-title">
        {missing ? "The link is not whole" : "This link does not work any more"}
      </h1>
      <p className="text-muted">
        {missing
          ? "Its end is missing. Open the whole link that you were given, with everything after the # sign."
          : `It was used, it is older than ${words[kind].life}, or a newer one was made. Ask whoever sent it, an instance admin, for a new one.`}
      </p>
      {!missing && (
        <p className="text-muted">
          If you have chosen a password with it, sign in with your e-mail and that.
        </p>
      )}
      <Link href="/sign-in" className={buttonStyle()}>
        Go to the sign-in
      </Link>
    </div>
  );
}
