"use client";

import { useForm } from "react-hook-form";
import { FailureNotice } from "@/components/forms/failure-notice";
import { zodResolver } from "@/components/forms/resolver";
import { showAtFields } from "@/components/forms/server-errors";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { announce } from "@/components/ui/toast";
import { asApiError } from "@/lib/http/client";
import { registerMachine } from "@/lib/http/client/machines";
import { type CreateMachineBody, type CreateMachineInput, createMachineSchema } from "@/lib/machines/schema";

interface RegisterDialogProps {
  fleet: string;
  /** Those of the fleet; empty where the person may not see them. */
  namespaces: readonly string[];
  onClose: () => void;
  onRegistered: () => void;
}

/** "web, eu  db" as a list; nothing typed is no tags. */
function tagsFrom(text: string): string[] {
  return text.split(/[\s,]+/).filter((tag) => tag !== "");
}

export default function RegisterDialog({ fleet, namespaces, onClose, onRegistered }: RegisterDialogProps) {
  const { pending, error, run } = useAction();
  const { register, handleSubmit, setError, setValue, watch, formState } = useForm<
    CreateMachineBody,
    unknown,
    CreateMachineInput
  >({
    resolver: zodResolver(createMachineSchema),
    defaultValues: {
      name: "",
      namespace: namespaces.find((name) => name === "production") ?? namespaces[0] ?? "",
      hostname: null,
      tags: [],
    },
  });
  const { errors } = formState;

  const save = handleSubmit((machine) =>
    run(async () => {
      try {
        await registerMachine(fleet, machine);
      } catch (thrown) {
        const failure = asApiError(thrown);
        if (failure.code === "name_taken") return setError("name", { message: failure.message });
        if (showAtFields(failure, ["name", "namespace", "hostname", "tags"], setError)) return;
        throw thrown;
      }
      announce(`Registered ${machine.name}.`);
      onRegistered();
    }),
  );

  return (
    <Dialog
      open
      sticky
      onClose={onClose}
      title="Register machine"
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="register-machine" pending={pending}>
            Register machine
          </Button>
        </>
      }
    >
      <form id="register-machine" onSubmit={save} noValidate className="flex flex-col gap-4">
        <FailureNotice error={error} />
        <Field label="Name" error={errors.name?.message}>
          <Input {...register("name")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Field>
        <Field label="Namespace" error={errors.namespace?.message}>
          {namespaces.length === 0 ? (
            <Input {...register("namespace")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          ) : namespaces.length > 12 ? (
            <Combobox
              options={namespaces}
              value={watch("namespace")}
              onChange={(next) => setValue("namespace", next ?? "", { shouldValidate: true })}
            />
          ) : (
            <Select
              options={namespaces.map((name) => ({ value: name, label: name }))}
              value={watch("namespace")}
              onChange={(next) => setValue("namespace", next)}
            />
          )}
        </Field>
        <Field label="Hostname" note="optional" error={errors.hostname?.message}>
          <Input
            {...register("hostname", { setValueAs: (text: string | null) => text?.trim() || null })}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
          />
        </Field>
        <Field
          label="Tags"
          note="optional"
          help="Words with spaces or commas between them."
          error={errors.tags?.message ?? errors.tags?.find?.((tag) => tag?.message)?.message}
        >
          <Input
            {...register("tags", {
              setValueAs: (text: string | string[]) => (typeof text === "string" ? tagsFrom(text) : text),
            })}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
      </form>
    </Dialog>
  );
}
