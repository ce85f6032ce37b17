"use client";

import { useForm } from "react-hook-form";
import { FailureNotice } from "@/components/forms/failure-notice";
import { zodResolver } from "@/components/forms/resolver";
import { showAtFields } from "@/components/forms/server-errors";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { announce } from "@/components/ui/toast";
import { type CreateNamespaceInput, createNamespaceSchema } from "@/lib/fleets/schema";
import { asApiError } from "@/lib/http/client";
import { addNamespace } from "@/lib/http/client/fleets";

interface AddNamespaceDialogProps {
  fleet: { slug: string; name: string };
  onClose: () => void;
  onAdded: () => void;
}

export default function AddNamespaceDialog({ fleet, onClose, onAdded }: AddNamespaceDialogProps) {
  const { pending, error, run } = useAction();
  const { register, handleSubmit, setError, formState } = useForm<CreateNamespaceInput>({
    resolver: zodResolver(createNamespaceSchema),
    defaultValues: { name: "" },
  });

  const save = handleSubmit(({ name }) =>
    run(async () => {
      try {
        await addNamespace(fleet.slug, name);
      } catch (thrown) {
        const failure = asApiError(thrown);
        if (failure.code === "name_taken") return setError("name", { message: failure.message });
        if (showAtFields(failure, ["name"], setError)) return;
        throw thrown;
      }
      announce(`Added ${name}.`);
      onAdded();
    }),
  );

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Add namespace to ${fleet.name}`}
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="add-namespace" pending={pending}>
            Add namespace
          </Button>
        </>
      }
    >
      <form id="add-namespace" onSubmit={save} noValidate className="flex flex-col gap-4">
        <FailureNotice error={error} />
        <Field
          label="Name"
          help="Tokens are limited to it by this name, and it never changes."
          error={formState.errors.name?.message}
        >
          <Input
            {...register("name")}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
          />
        </Field>
      </form>
    </Dialog>
  );
}
