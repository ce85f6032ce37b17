"use client";

import { Controller, type UseFormReturn } from "react-hook-form";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { CreateMachineBody, CreateMachineInput } from "@/lib/machines/schema";

export const machineFields = ["name", "namespace", "hostname", "tags"] as const;

interface MachineFieldsProps {
  form: UseFormReturn<CreateMachineBody, unknown, CreateMachineInput>;
  /** Those of the fleet; empty where the person may not see them. */
  namespaces: readonly string[];
}

/** What is known of a machine, when it is registered and when that is edited. */
export function MachineFields({ form, namespaces }: MachineFieldsProps) {
  const { register, setValue, watch, formState } = form;
  const { errors } = formState;
  return (
    <>
      <Field label="Name" error={errors.name?.message}>
        <Input {...register("name")} {...plainText} />
      </Field>
      <Field label="Namespace" error={errors.namespace?.message}>
        {namespaces.length === 0 ? (
          <Input {...register("namespace")} {...plainText} />
        ) : namespaces.length > 12 ? (
          <Combobox
            options={namespaces}
            value={watch("namespace")}
            onChange={(next) =>
              setValue("namespace", next ?? "", { shouldValidate: true, shouldDirty: true })
            }
          />
        ) : (
          <Select
            options={namespaces.map((name) => ({ value: name, label: name }))}
            value={watch("namespace")}
            onChange={(next) => setValue("namespace", next, { shouldDirty: true })}
          />
        )}
      </Field>
      <Field label="Hostname" note="optional" error={errors.hostname?.message}>
        <Input
          {...register("hostname", { setValueAs: (text: string | null) => text?.trim() || null })}
          {...plainText}
          className="font-mono"
        />
      </Field>
      <Field
        label="Tags"
        note="optional"
        help="Words with spaces or commas between them."
        error={errors.tags?.message ?? errors.tags?.find?.((tag) => tag?.message)?.message}
      >
        <Controller
          name="tags"
          control={form.control}
          render={({ field: { ref, onBlur, onChange } }) => (
            <Input
              ref={ref}
              defaultValue={form.formState.defaultValues?.tags?.join(", ")}
              onBlur={onBlur}
              onChange={(event) => onChange(tagsFrom(event.target.value))}
              {...plainText}
            />
          )}
        />
      </Field>
    </>
  );
}

const plainText = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;

/** "web, eu  db" as a list; nothing typed is no tags. */
function tagsFrom(text: string): string[] {
  return text.split(/[\s,]+/).filter((tag) => tag !== "");
}
