"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { FailureNotice } from "@/components/forms/failure-notice";
import { zodResolver } from "@/components/forms/resolver";
import { showAtFields } from "@/components/forms/server-errors";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/components/ui/toast";
import { createFleetSchema } from "@/lib/fleets/schema";
import { asApiError } from "@/lib/http/client";
import { addMember, createFleet } from "@/lib/http/client/fleets";
import { emailSchema } from "@/lib/users/schema";
import { slugOf } from "./slug-of";

const formSchema = createFleetSchema
  .omit({ admin: true })
  .extend({ email: z.union([z.literal(""), emailSchema]) });
type Form = z.input<typeof formSchema>;

interface CreateFleetDialogProps {
  onClose: () => void;
  onCreated: () => void;
  /** The fleet is made, its admin not yet. */
  onHalfDone: () => void;
}

/** Makes the fleet, then adds its first admin; when the second fails, only the second is tried again. */
export default function CreateFleetDialog({ onClose, onCreated, onHalfDone }: CreateFleetDialogProps) {
  const { pending, error, run } = useAction();
  const [made, setMade] = useState(false);
  const { register, handleSubmit, setError, setValue, formState } = useForm<Form>({
    resolver: zodResolver(formSchema),
    defaultValues: { name: "", slug: "", email: "" },
  });
  const { errors, dirtyFields } = formState;

  async function make({ slug, name }: Form): Promise<boolean> {
    try {
      await createFleet({ slug, name });
    } catch (thrown) {
      const failure = asApiError(thrown);
      if (failure.code === "name_taken") setError("slug", { message: failure.message });
      else if (!showAtFields(failure, ["name", "slug"], setError)) throw thrown;
      return false;
    }
    setMade(true);
    return true;
  }

  async function addAdmin({ slug, email }: Form): Promise<boolean> {
    if (email === "") return true;
    try {
      await addMember(slug, { email, role: "admin" });
    } catch (thrown) {
      onHalfDone();
      if (!showAtFields(asApiError(thrown), ["email"], setError)) throw thrown;
      return false;
    }
    return true;
  }

  const save = handleSubmit((form) =>
    run(async () => {
      if (!(made || (await make(form))) || !(await addAdmin(form))) return;
      announce(`Created ${form.name}.`);
      onCreated();
    }),
  );

  return (
    <Dialog
      open
      sticky
      onClose={onClose}
      title="Create fleet"
      description="A team’s estate: its members, namespaces, machines and tokens. You do not become a member."
      width="small"
      footer={
        <>
          <Button onClick={onClose}>{made ? "Leave it without an admin" : "Cancel"}</Button>
          <Button tone="primary" type="submit" form="create-fleet" pending={pending}>
            {made ? "Add admin" : "Create fleet"}
          </Button>
        </>
      }
    >
      <form id="create-fleet" onSubmit={save} noValidate className="flex flex-col gap-4">
        <FailureNotice error={error} />
        {made && <Notice role="status">The fleet is created. Its first admin could not be added yet.</Notice>}
        <Field label="Name" error={errors.name?.message}>
          <Input
            {...register("name", {
              onChange: (event: { target: { value: string } }) => {
                if (!dirtyFields.slug) setValue("slug", slugOf(event.target.value));
              },
            })}
            disabled={made}
            autoComplete="off"
          />
        </Field>
        <Field
          label="Slug"
          help="In addresses, scripts and the log. It never changes."
          error={errors.slug?.message}
        >
          <Input
            {...register("slug")}
            disabled={made}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
          />
        </Field>
        <Field
          label="First admin"
          note="optional"
          help="The e-mail of somebody who can sign in here. Instance admins run the fleet until it has one."
          error={errors.email?.message}
        >
          <Input {...register("email")} type="email" autoComplete="off" />
        </Field>
      </form>
    </Dialog>
  );
}
