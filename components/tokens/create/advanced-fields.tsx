"use client";

import type { FieldErrors, UseFormRegister } from "react-hook-form";
import { messageOf } from "@/components/forms/message-of";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import type { CreateTokenBody } from "@/lib/tokens/schema";
import { addressesFrom } from "./addresses";
import { RotationField } from "./rotation-field";

interface AdvancedFieldsProps {
  register: UseFormRegister<CreateTokenBody>;
  errors: FieldErrors<CreateTokenBody>;
  rotateEvery: string | null | undefined;
  onRotateEvery: (every: string | null) => void;
  /** Something of it was filled in, and wants to be seen. */
  filled: boolean;
}

/** Nothing typed limits nothing. */
function limitFrom(text: unknown): unknown {
  if (typeof text !== "string") return text;
  const list = addressesFrom(text);
  return list.length === 0 ? null : list;
}

export function AdvancedFields(props: AdvancedFieldsProps) {
  const { register, errors, rotateEvery, onRotateEvery, filled } = props;
  const wrong = errors.allowed_ips ?? errors.rotate_every ?? errors.description ?? errors.consumer;
  return (
    <Disclosure
      title="Advanced"
      note="Addresses, rotation, description"
      forceOpen={filled || wrong !== undefined}
    >
      <Field
        label="Allowed addresses"
        note="optional"
        help="Calls from elsewhere are refused. One a line, like 203.0.113.0/24 or 2001:db8::/32."
        error={messageOf(errors.allowed_ips)}
      >
        <Textarea
          {...register("allowed_ips", { setValueAs: limitFrom })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono text-small"
        />
      </Field>
      <RotationField value={rotateEvery} error={messageOf(errors.rotate_every)} onChange={onRotateEvery} />
      <Field label="Description" note="optional" error={messageOf(errors.description)}>
        <Textarea {...register("description")} placeholder="Who looks after it, what for" />
      </Field>
      <Field
        label="Stored in"
        note="optional"
        help="A link to the place where its secret is kept."
        error={messageOf(errors.consumer)}
      >
        <Input {...register("consumer")} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Field>
    </Disclosure>
  );
}
