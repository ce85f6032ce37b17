"use client";

import { useRef, useState } from "react";
import { type SubmitErrorHandler, useForm } from "react-hook-form";
import { FailureNotice } from "@/components/forms/failure-notice";
import { zodResolver } from "@/components/forms/resolver";
import { showAtFields } from "@/components/forms/server-errors";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Field, FieldGroup } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import type { Scope } from "@/lib/access/catalog";
import { asApiError, createToken } from "@/lib/http/client";
import {
  type CreatedToken,
  type CreateTokenBody,
  type CreateTokenInput,
  createTokenSchema,
} from "@/lib/tokens/schema";
import { endOf } from "./expiry";
import { ExpiryField } from "./expiry-field";
import { nameHint } from "./name-hint";
import { ScopePicker } from "./scope-picker";
import { summaryOf } from "./summary";

interface CreateDialogProps {
  held: readonly Scope[];
  onClose: () => void;
  onCreated: (token: CreatedToken) => void;
}

/** How the token comes by its rights. */
type Grant = "scopes" | "inherit" | "admin";

const grants: readonly { value: Grant; label: string; says: string }[] = [
  { value: "scopes", label: "Chosen scopes", says: "" },
  {
    value: "inherit",
    label: "Everything I may do",
    says: "It follows your own rights at every call: what you gain or lose, it gains or loses. It cannot manage tokens.",
  },
  {
    value: "admin",
    label: "Admin",
    says: "Everything you may do, and managing your tokens: whoever has it can create and revoke others. For few things only.",
  },
];

const fields = ["name", "scopes", "description", "expires_in", "expires_at"] as const;

export default function CreateDialog({ held, onClose, onCreated }: CreateDialogProps) {
  const { now } = useNow();
  const { pending, error, run } = useAction();
  const form = useRef<HTMLFormElement>(null);
  // What was picked stays picked while one looks at the other ways.
  const [picked, setPicked] = useState<Scope[]>([]);
  const { register, handleSubmit, setValue, setError, watch, formState } = useForm<
    CreateTokenBody,
    unknown,
    CreateTokenInput
  >({
    resolver: zodResolver(createTokenSchema),
    defaultValues: { name: "", description: "", scopes: [], inherit: false, expires_in: "90d" },
  });
  const draft = watch();
  const scopes = draft.scopes ?? [];
  const grant: Grant = draft.inherit ? "inherit" : scopes.includes("admin") ? "admin" : "scopes";
  const changed = { shouldDirty: true, shouldValidate: formState.isSubmitted };

  function chooseGrant(next: Grant) {
    setValue("inherit", next === "inherit", changed);
    setValue("scopes", next === "inherit" ? undefined : next === "admin" ? ["admin"] : picked, changed);
  }

  const create = handleSubmit(
    (input) =>
      run(async () => {
        // No date would mean never, and nobody said never.
        if (endOf(input, now) === undefined) {
          setError("expires_at", { type: "missing", message: "Choose the last day on which it works." });
          return showFirstError(form.current);
        }
        try {
          onCreated(await createToken(input));
        } catch (thrown) {
          const failure = asApiError(thrown);
          if (showAtFields(failure, fields, setError)) return showFirstError(form.current);
          throw thrown;
        }
      }),
    (() => showFirstError(form.current)) as SubmitErrorHandler<CreateTokenBody>,
  );

  const { errors } = formState;
  const summary = summaryOf({ scopes, inherit: draft.inherit ?? false, end: endOf(draft, now) });
  const hint = nameHint(draft.name);

  return (
    <Dialog
      open
      sticky
      onClose={(reason) => {
        // Escape does not throw away what was filled in.
        if (reason !== "escape-key" || !formState.isDirty) onClose();
      }}
      title="Create token"
      description="One token for one place: then stopping it stops nothing else."
      width="wide"
      footer={
        <>
          <p className="min-w-0 flex-1 basis-70 text-muted text-small" aria-live="polite">
            {summary ?? "Choose what it may do."}
          </p>
          <div className="flex gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button tone="primary" type="submit" form="create-token" pending={pending}>
              Create token
            </Button>
          </div>
        </>
      }
    >
      <form id="create-token" ref={form} onSubmit={create} noValidate className="flex flex-col gap-5">
        <FailureNotice error={error} />
        <Field
          label="Name"
          error={errors.name?.message}
          help="Where it runs and what for, like grafana-core or ci-status."
          {...(hint === null ? {} : { hint })}
        >
          <Input {...register("name")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Field>
        <FieldGroup label="What it may do" error={scopesWords(errors.scopes, scopes)}>
          <Segmented
            label="What it may do"
            segments={grants}
            value={grant}
            onChange={chooseGrant}
            className="mb-1 max-narrow:w-full"
            segmentClassName="max-narrow:px-1.5"
          />
          {grant === "scopes" ? (
            <ScopePicker
              value={scopes}
              held={new Set(held)}
              onChange={(next) => {
                setPicked(next);
                setValue("scopes", next, changed);
              }}
            />
          ) : (
            <p className="text-muted text-small">{grants.find(({ value }) => value === grant)?.says}</p>
          )}
        </FieldGroup>
        <ExpiryField
          value={{ expires_in: draft.expires_in, expires_at: draft.expires_at }}
          now={now}
          error={errors.expires_at?.message ?? errors.expires_in?.message}
          onChange={(next) => {
            setValue("expires_in", next.expires_in, changed);
            setValue("expires_at", next.expires_at, changed);
          }}
        />
        <Field label="Description" note="optional" error={errors.description?.message}>
          <Textarea {...register("description")} placeholder="Who looks after it, where it is stored" />
        </Field>
      </form>
    </Dialog>
  );
}

/** The schema speaks to scripts too; a form has no field to leave out. */
function scopesWords(error: { message?: string } | undefined, scopes: readonly Scope[]): string | undefined {
  if (!error) return undefined;
  return scopes.length === 0 ? "Choose at least one thing that it may do." : error.message;
}

function showFirstError(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    form?.querySelector("[data-field-error]")?.scrollIntoView({ block: "center" });
  });
}
