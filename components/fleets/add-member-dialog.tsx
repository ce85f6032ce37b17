"use client";

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
import { announce } from "@/components/ui/toast";
import { memberRoles, type Scope } from "@/lib/access/catalog";
import { asApiError } from "@/lib/http/client";
import { addMember } from "@/lib/http/client/fleets";
import { emailSchema } from "@/lib/users/schema";
import { RoleChoice } from "./role-choice";

const formSchema = z.strictObject({ email: emailSchema, role: z.enum(memberRoles) });
type Form = z.input<typeof formSchema>;

interface AddMemberDialogProps {
  fleet: { slug: string; name: string };
  held: readonly Scope[];
  onClose: () => void;
  onAdded: () => void;
}

export default function AddMemberDialog({ fleet, held, onClose, onAdded }: AddMemberDialogProps) {
  const { pending, error, run } = useAction();
  const { register, handleSubmit, setError, setValue, watch, formState } = useForm<Form>({
    resolver: zodResolver(formSchema),
    defaultValues: { email: "", role: "viewer" },
  });
  const { errors } = formState;

  const save = handleSubmit((member) =>
    run(async () => {
      try {
        await addMember(fleet.slug, member);
      } catch (thrown) {
        const failure = asApiError(thrown);
        if (failure.code === "conflict") return setError("email", { message: failure.message });
        if (showAtFields(failure, ["email", "role"], setError)) return;
        throw thrown;
      }
      announce(`Added ${member.email} to ${fleet.name}.`);
      onAdded();
    }),
  );

  return (
    <Dialog
      open
      sticky
      onClose={onClose}
      title={`Add member to ${fleet.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="add-member" pending={pending}>
            Add member
          </Button>
        </>
      }
    >
      <form id="add-member" onSubmit={save} noValidate className="flex flex-col gap-4">
        <FailureNotice error={error} />
        <Field label="E-mail" help="Of somebody who can sign in here already." error={errors.email?.message}>
          <Input {...register("email")} type="email" autoComplete="off" autoCapitalize="none" />
        </Field>
        <RoleChoice
          value={watch("role")}
          onChange={(role) => setValue("role", role)}
          held={held}
          error={errors.role?.message}
        />
      </form>
    </Dialog>
  );
}
