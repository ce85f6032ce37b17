"use client";

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
import { type UpdateTokenBody, type UpdateTokenInput, updateTokenSchema } from "@/lib/tokens/schema";
import { RotationField } from "./create/rotation-field";
import type { TokenDialogProps } from "./token-dialogs";

const fields = ["name", "description", "consumer", "rotate_every"] as const;

export function EditDialog({ token, onClose, onDone, finalFocus }: TokenDialogProps) {
  const { pending, error, run } = useAction();
  const { register, handleSubmit, setError, setValue, watch, formState } = useForm<
    UpdateTokenBody,
    unknown,
    UpdateTokenInput
  >({
    resolver: zodResolver(updateTokenSchema),
    defaultValues: {
      name: token.name,
      description: token.description,
      ...(token.status === "expired" ? {} : { consumer: token.consumer, rotate_every: token.rotate_every }),
    },
  });
  const { errors, dirtyFields } = formState;

  const save = handleSubmit((input) =>
    run(async () => {
      // Only what was changed, so that what somebody else changes meanwhile stays.
      const changed = fields.filter((field) => dirtyFields[field]);
      if (changed.length === 0) return onClose();
      try {
        await updateToken(token.id, Object.fromEntries(changed.map((field) => [field, input[field]])));
      } catch (thrown) {
        if (showAtFields(asApiError(thrown), fields, setError)) return;
        throw thrown;
      }
      announce(`Saved ${input.name ?? token.name}.`);
      onDone();
    }),
  );

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Edit ${token.name}`}
      description="What it may do stays as it is. To take something away, narrow it; for more, create another."
      finalFocus={finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="edit-token" pending={pending}>
            Save changes
          </Button>
        </>
      }
    >
      <form id="edit-token" onSubmit={save} className="flex flex-col gap-4">
        <FailureNotice error={error} />
        <Field label="Name" error={errors.name?.message}>
          <Input {...register("name")} autoComplete="off" />
        </Field>
        <Field label="Description" note="optional" error={errors.description?.message}>
          <Textarea {...register("description")} />
        </Field>
        {token.status !== "expired" && (
          <>
            <Field
              label="Stored in"
              note="optional"
              help="A link to the place where its secret is kept."
              error={errors.consumer?.message}
            >
              <Input {...register("consumer")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
            </Field>
            <RotationField
              value={watch("rotate_every")}
              error={errors.rotate_every?.message}
              onChange={(every) => setValue("rotate_every", every, { shouldDirty: true })}
            />
          </>
        )}
      </form>
    </Dialog>
  );
}
