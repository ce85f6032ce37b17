"use client";

import { useForm } from "react-hook-form";
import { FailureNotice } from "@/components/forms/failure-notice";
import { zodResolver } from "@/components/forms/resolver";
import { showAtFields } from "@/components/forms/server-errors";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { asApiError } from "@/lib/http/client";
import { createUser } from "@/lib/http/client/users";
import {
  type CreatedUser,
  type CreateUserBody,
  type CreateUserInput,
  createUserSchema,
} from "@/lib/users/schema";

interface InviteDialogProps {
  onClose: () => void;
  onInvited: (user: CreatedUser) => void;
}

export default function InviteDialog({ onClose, onInvited }: InviteDialogProps) {
  const { pending, error, run } = useAction();
  const { register, handleSubmit, setError, watch, formState } = useForm<
    CreateUserBody,
    unknown,
    CreateUserInput
  >({
    resolver: zodResolver(createUserSchema),
    defaultValues: { email: "", name: "", admin: false },
  });
  const { errors } = formState;

  const invite = handleSubmit((user) =>
    run(async () => {
      try {
        onInvited(await createUser(user));
      } catch (thrown) {
        const failure = asApiError(thrown);
        if (failure.code === "name_taken") return setError("email", { message: failure.message });
        if (showAtFields(failure, ["email", "name", "admin"], setError)) return;
        throw thrown;
      }
    }),
  );

  return (
    <Dialog
      open
      sticky
      onClose={onClose}
      title="Invite user"
      description="You get a link to send to them; with it they choose their password."
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="invite-user" pending={pending}>
            Invite user
          </Button>
        </>
      }
    >
      <form id="invite-user" onSubmit={invite} noValidate className="flex flex-col gap-4">
        <FailureNotice error={error} />
        <Field label="E-mail" help="They sign in with it." error={errors.email?.message}>
          <Input {...register("email")} type="email" autoComplete="off" />
        </Field>
        <Field label="Name" help="As others see them in the log." error={errors.name?.message}>
          <Input {...register("name")} autoComplete="off" />
        </Field>
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is the native input inside */}
        <label className="flex items-center gap-2 text-small">
          <Checkbox {...register("admin")} />
          Instance admin
        </label>
        {watch("admin") && (
          <Notice tone="caution">
            An instance admin holds everything in every fleet, sees and stops everybody’s tokens, and makes
            and unmakes other instance admins.
          </Notice>
        )}
        {!watch("admin") && (
          <p className="text-muted text-small">They may do nothing until a fleet makes them a member.</p>
        )}
      </form>
    </Dialog>
  );
}
