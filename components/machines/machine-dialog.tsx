"use client";

import { type DefaultValues, useForm } from "react-hook-form";
import { FailureNotice } from "@/components/forms/failure-notice";
import { zodResolver } from "@/components/forms/resolver";
import { showAtFields } from "@/components/forms/server-errors";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { asApiError } from "@/lib/http/client";
import { type CreateMachineBody, type CreateMachineInput, createMachineSchema } from "@/lib/machines/schema";
import { MachineFields, machineFields } from "./machine-fields";

interface MachineDialogProps {
  title: string;
  /** The button's words. */
  deed: string;
  before: DefaultValues<CreateMachineBody>;
  namespaces: readonly string[];
  /** @param changed the fields that differ from `before`. */
  onSave: (machine: CreateMachineInput, changed: readonly (keyof CreateMachineInput)[]) => Promise<void>;
  onClose: () => void;
  finalFocus?: () => HTMLElement | null;
}

/** The form of a machine, for registering and for editing one; the server's problems land at their fields. */
export function MachineDialog(props: MachineDialogProps) {
  const { title, deed, before, namespaces, onSave, onClose, finalFocus } = props;
  const { pending, error, run } = useAction();
  const form = useForm<CreateMachineBody, unknown, CreateMachineInput>({
    resolver: zodResolver(createMachineSchema),
    defaultValues: before,
  });
  const { dirtyFields } = form.formState;

  const save = form.handleSubmit((machine) =>
    run(async () => {
      try {
        await onSave(
          machine,
          machineFields.filter((name) => dirtyFields[name] !== undefined),
        );
      } catch (thrown) {
        const failure = asApiError(thrown);
        if (failure.code === "name_taken") return form.setError("name", { message: failure.message });
        if (showAtFields(failure, machineFields, form.setError)) return;
        throw thrown;
      }
    }),
  );

  return (
    <Dialog
      open
      sticky
      onClose={onClose}
      title={title}
      width="small"
      {...(finalFocus ? { finalFocus } : {})}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="machine" pending={pending}>
            {deed}
          </Button>
        </>
      }
    >
      <form id="machine" onSubmit={save} noValidate className="flex flex-col gap-4">
        <FailureNotice error={error} />
        <MachineFields form={form} namespaces={namespaces} />
      </form>
    </Dialog>
  );
}
