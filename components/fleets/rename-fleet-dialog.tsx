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
import { type UpdateFleetInput, updateFleetSchema } from "@/lib/fleets/schema";
import { asApiError } from "@/lib/http/client";
import { renameFleet } from "@/lib/http/client/fleets";

interface RenameFleetDialogProps {
  fleet: { slug: string; name: string };
  anchor: HTMLElement;
  onClose: () => void;
  onRenamed: () => void;
}

export default function RenameFleetDialog({ fleet, anchor, onClose, onRenamed }: RenameFleetDialogProps) {
  const { pending, error, run } = useAction();
  const { register, handleSubmit, setError, formState } = useForm<UpdateFleetInput>({
    resolver: zodResolver(updateFleetSchema),
    defaultValues: { name: fleet.name },
  });

  const save = handleSubmit(({ name }) =>
    run(async () => {
      try {
        await renameFleet(fleet.slug, name);
      } catch (thrown) {
        if (showAtFields(asApiError(thrown), ["name"], setError)) return;
        throw thrown;
      }
      announce(`Renamed ${fleet.name} to ${name}.`);
      onRenamed();
    }),
  );

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rename ${fleet.name}`}
      width="small"
      finalFocus={() => anchor}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="rename-fleet" pending={pending}>
            Rename fleet
          </Button>
        </>
      }
    >
      <form id="rename-fleet" onSubmit={save} noValidate className="flex flex-col gap-4">
        <FailureNotice error={error} />
        <Field
          label="Name"
          help={
            <>
              The slug stays <span className="font-mono">{fleet.slug}</span>, so nothing that uses it breaks.
            </>
          }
          error={formState.errors.name?.message}
        >
          <Input {...register("name")} autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  );
}
