"use client";

import { type RefObject, useRef } from "react";
import { type SubmitErrorHandler, useForm } from "react-hook-form";
import { FailureNotice } from "@/components/forms/failure-notice";
import { messageOf } from "@/components/forms/message-of";
import { zodResolver } from "@/components/forms/resolver";
import { showAtFields } from "@/components/forms/server-errors";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { asApiError } from "@/lib/http/client";
import { createToken } from "@/lib/http/client/tokens";
import {
  type CreatedToken,
  type CreateTokenBody,
  type CreateTokenInput,
  createTokenSchema,
} from "@/lib/tokens/schema";
import type { Prefill } from "../open-query";
import type { FleetName } from "../whose";
import { AdvancedFields } from "./advanced-fields";
import { endOf } from "./expiry";
import { ExpiryField } from "./expiry-field";
import { GrantField } from "./grant-field";
import { nameHint } from "./name-hint";
import { draftFrom } from "./prefill";
import { type Choices, givable, onlyFleet } from "./reach";
import { summaryOf } from "./summary";
import { WhereField } from "./where-field";

interface CreateDialogProps {
  /** The fleet that will own the token; null for one of the person's own. */
  fleet: FleetName | null;
  /** What the address filled in. */
  prefill: Prefill;
  choices: Choices;
  onClose: () => void;
  onCreated: (token: CreatedToken) => void;
  returnTo: RefObject<HTMLElement | null>;
}

const fields = [
  "name",
  "scopes",
  "fleets",
  "namespaces",
  "expires_in",
  "expires_at",
  "allowed_ips",
  "rotate_every",
  "description",
  "consumer",
] as const;

const nothing: CreateTokenBody = {
  name: "",
  scopes: [],
  inherit: false,
  fleets: null,
  namespaces: null,
  expires_in: "90d",
  allowed_ips: null,
  rotate_every: null,
  description: "",
  consumer: "",
};

export default function CreateDialog(props: CreateDialogProps) {
  const { fleet, prefill, choices, onClose, onCreated, returnTo } = props;
  const { now } = useNow();
  const { pending, error, run } = useAction();
  const form = useRef<HTMLFormElement>(null);
  const { register, handleSubmit, setValue, setError, watch, formState } = useForm<
    CreateTokenBody,
    unknown,
    CreateTokenInput
  >({
    resolver: zodResolver(createTokenSchema),
    defaultValues: {
      ...nothing,
      ...(fleet ? { kind: "fleet", fleet: fleet.slug } : {}),
      ...draftFrom(prefill, choices, fleet !== null, now),
    },
  });
  const draft = watch();
  const { errors } = formState;
  const scopes = draft.scopes ?? [];
  const fleets = draft.fleets ?? null;
  const namespaces = draft.namespaces ?? null;
  const changed = { shouldDirty: true, shouldValidate: formState.isSubmitted };

  const create = handleSubmit(
    (input) =>
      run(async () => {
        // No date would mean never, and nobody said never.
        if (endOf(input, now) === undefined) {
          setError("expires_at", { type: "missing", message: "Choose the last day on which it works." });
          return showFirstError(form.current);
        }
        try {
          onCreated(await createToken(input));
        } catch (thrown) {
          const failure = asApiError(thrown);
          if (showAtFields(failure, fields, setError)) return showFirstError(form.current);
          throw thrown;
        }
      }),
    (() => showFirstError(form.current)) as SubmitErrorHandler<CreateTokenBody>,
  );

  const summary = summaryOf({
    scopes,
    inherit: draft.inherit ?? false,
    end: endOf(draft, now),
    fleets: fleet
      ? [fleet.name]
      : (fleets?.map((slug) => choices.fleets.find((one) => one.slug === slug)?.name ?? slug) ?? null),
    namespaces,
    fleet: onlyFleet(choices, fleets)?.name,
    owner: fleet?.name ?? null,
    addresses: Array.isArray(draft.allowed_ips) ? draft.allowed_ips : [],
    rotateEvery: draft.rotate_every ?? null,
  });
  const hint = nameHint(draft.name);

  return (
    <Dialog
      open
      sticky
      onClose={(reason) => {
        // Escape does not throw away what was filled in.
        if (reason !== "escape-key" || !formState.isDirty) onClose();
      }}
      title={fleet ? `Create token of ${fleet.name}` : "Create token"}
      description={
        fleet
          ? "It belongs to the fleet, not to you: it works on when you leave."
          : "One token for one place. It ends when you leave; what must go on is a fleet’s token."
      }
      width="wide"
      finalFocus={returnTo}
      footer={
        <>
          <p className="min-w-0 flex-1 basis-70 text-muted text-small" aria-live="polite">
            {summary ?? "Choose what it may do."}
          </p>
          <div className="flex gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button tone="primary" type="submit" form="create-token" pending={pending}>
              Create token
            </Button>
          </div>
        </>
      }
    >
      <form id="create-token" ref={form} onSubmit={create} noValidate className="flex flex-col gap-5">
        <FailureNotice error={error} />
        <Field
          label="Name"
          error={errors.name?.message}
          help="Where it runs and what for, like grafana-core or ci-status."
          {...(hint === null ? {} : { hint })}
        >
          <Input {...register("name")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Field>
        <GrantField
          fleet={fleet}
          scopes={scopes}
          inherit={draft.inherit ?? false}
          held={givable(choices, fleets?.length === 0 ? null : fleets)}
          error={errors.scopes}
          onChange={(grant) => {
            setValue("inherit", grant.inherit, changed);
            setValue("scopes", grant.scopes, changed);
          }}
        />
        <WhereField
          choices={choices}
          fleets={fleets}
          namespaces={namespaces}
          scopes={scopes}
          onFleets={(next) => {
            setValue("fleets", next, changed);
            // Namespaces belong to the one fleet that was chosen before.
            setValue("namespaces", null, changed);
            // What cannot be given there would be refused; it goes, and the picker shows it locked.
            const held = givable(choices, next);
            if (!draft.inherit && !scopes.includes("admin"))
              setValue(
                "scopes",
                next?.length === 0 ? scopes : scopes.filter((scope) => held.has(scope)),
                changed,
              );
          }}
          onNamespaces={(next) => setValue("namespaces", next, changed)}
          fleetsError={
            errors.fleets && fleets?.length === 0 ? "Choose at least one." : messageOf(errors.fleets)
          }
          namespacesError={
            errors.namespaces && namespaces?.length === 0
              ? "Choose at least one."
              : messageOf(errors.namespaces)
          }
        />
        <ExpiryField
          value={{ expires_in: draft.expires_in, expires_at: draft.expires_at }}
          now={now}
          error={errors.expires_at?.message ?? errors.expires_in?.message}
          onChange={(next) => {
            setValue("expires_in", next.expires_in, changed);
            setValue("expires_at", next.expires_at, changed);
          }}
        />
        <AdvancedFields
          register={register}
          errors={errors}
          rotateEvery={draft.rotate_every}
          filled={prefill.ips !== null || prefill.rotate !== null}
          onRotateEvery={(every) => setValue("rotate_every", every, changed)}
        />
      </form>
    </Dialog>
  );
}

function showFirstError(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => {
    form?.querySelector("[data-field-error]")?.scrollIntoView({ block: "center" });
  });
}
