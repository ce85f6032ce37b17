"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { FailureNotice } from "@/components/forms/failure-notice";
import { zodResolver } from "@/components/forms/resolver";
import { showAtFields } from "@/components/forms/server-errors";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { announce } from "@/components/ui/toast";
import { asApiError } from "@/lib/http/client";
import { updateToken } from "@/lib/http/client/tokens";
import {
  type TokenView,
  type UpdateTokenBody,
  type UpdateTokenInput,
  updateTokenSchema,
} from "@/lib/tokens/schema";
import { RotationField } from "../create/rotation-field";
import type { TokenDialogProps } from "../token-dialogs";
import { type Conflict, conflictsOf, type Editable, editable } from "./conflict";
import { ConflictNotice } from "./conflict-notice";
import { ExpiryEdit } from "./expiry-edit";
import type { Versioned } from "./use-versioned";

interface EditFormProps extends TokenDialogProps {
  versioned: Versioned;
  reload: () => Promise<{ token: TokenView; by: string | null }>;
}

export function EditForm({ versioned, reload, onClose, onDone, finalFocus }: EditFormProps) {
  const { token, version } = versioned;
  const { pending, error, run } = useAction();
  const [conflict, setConflict] = useState<{ by: string | null; fields: Conflict[] } | null>(null);
  // Another one begins the choice of a date anew.
  const [turn, setTurn] = useState(0);
  const { register, handleSubmit, setError, setValue, resetField, watch, formState } = useForm<
    UpdateTokenBody,
    unknown,
    UpdateTokenInput
  >({ resolver: zodResolver(updateTokenSchema), defaultValues: valuesOf(token) });
  const { errors, dirtyFields } = formState;
  const changed = editable.filter((field) => dirtyFields[field]);

  const save = handleSubmit((input) =>
    run(async () => {
      // Only what was changed is sent.
      if (changed.length === 0) return onClose();
      try {
        await updateToken(
          token.id,
          Object.fromEntries(changed.map((field) => [field, input[field]])),
          version,
        );
      } catch (thrown) {
        const failure = asApiError(thrown);
        if (failure.code === "version_mismatch") return takeIn(await reload());
        if (showAtFields(failure, editable, setError)) return;
        throw thrown;
      }
      announce(`Saved ${input.name ?? token.name}.`);
      onDone();
    }),
  );

  /** What the person did not touch follows; what they did stays in the form, and they decide. */
  function takeIn({ token: now, by }: { token: TokenView; by: string | null }) {
    setConflict({ by, fields: conflictsOf(token, now, new Set(changed)) });
    for (const field of editable) {
      if (dirtyFields[field] || !(field in valuesOf(now))) continue;
      resetField(field, { defaultValue: now[field] });
    }
  }

  function takeTheirs(field: Editable) {
    if (field === "expires_at") setTurn(turn + 1);
    resetField(field, { defaultValue: token[field] });
    setConflict((known) => known && { ...known, fields: known.fields.filter((one) => one.field !== field) });
  }

  return (
    <Dialog
      open
      sticky
      onClose={(reason) => {
        // Escape does not throw away what was filled in.
        if (reason !== "escape-key" || !formState.isDirty) onClose();
      }}
      title={`Edit ${token.name}`}
      description="What it may do stays as it is. To take something away, narrow it; for more, create another."
      finalFocus={finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="edit-token" pending={pending}>
            {conflict ? "Save mine" : "Save changes"}
          </Button>
        </>
      }
    >
      <form id="edit-token" onSubmit={save} className="flex flex-col gap-4">
        {conflict && <ConflictNotice by={conflict.by} fields={conflict.fields} onTakeTheirs={takeTheirs} />}
        <FailureNotice error={error} />
        <Field label="Name" error={errors.name?.message}>
          <Input {...register("name")} autoComplete="off" />
        </Field>
        <Field label="Description" note="optional" error={errors.description?.message}>
          <Textarea {...register("description")} />
        </Field>
        {token.status !== "expired" && (
          <>
            <ExpiryEdit
              key={turn}
              now={token.expires_at}
              error={errors.expires_at?.message}
              onChange={(at) => setValue("expires_at", at, { shouldDirty: true })}
              onKeep={() => resetField("expires_at", { defaultValue: token.expires_at })}
            />
            <RotationField
              value={watch("rotate_every")}
              error={errors.rotate_every?.message}
              onChange={(every) => setValue("rotate_every", every, { shouldDirty: true })}
            />
            <Field
              label="Stored in"
              note="optional"
              help="A link to the place where its secret is kept."
              error={errors.consumer?.message}
            >
              <Input {...register("consumer")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
            </Field>
          </>
        )}
      </form>
    </Dialog>
  );
}

/** Of an expired one only the words can be changed. */
function valuesOf(token: TokenView): UpdateTokenBody {
  const { name, description, consumer, rotate_every, expires_at } = token;
  return token.status === "expired"
    ? { name, description }
    : { name, description, consumer, rotate_every, expires_at };
}
