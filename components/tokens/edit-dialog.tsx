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
import { type UpdateTokenInput, updateTokenSchema } from "@/lib/tokens/schema";
import type { TokenDialogProps } from "./token-dialogs";

export function EditDialog({ token, onClose, onDone, finalFocus }: TokenDialogProps) {
  const { pending, error, run } = useAction();
  const { register, handleSubmit, setError, formState } = useForm<UpdateTokenInput>({
    resolver: zodResolver(updateTokenSchema),
    defaultValues: { name: token.name, description: token.description },
  });

  const save = handleSubmit((change) =>
    run(async () => {
      try {
        await updateToken(token.id, change);
      } catch (thrown) {
        if (showAtFields(asApiError(thrown), ["name", "description"], setError)) return;
        throw thrown;
      }
      announce(`Saved ${change.name ?? token.name}.`);
      onDone();
    }),
  );

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Edit ${token.name}`}
      description="What it may do stays as it is; for that, create another."
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
        <Field label="Name" error={formState.errors.name?.message}>
          <Input {...register("name")} autoComplete="off" />
        </Field>
        <Field label="Description" note="optional" error={formState.errors.description?.message}>
          <Textarea {...register("description")} />
        </Field>
      </form>
    </Dialog>
  );
}
