"use client";

import { createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "./cn";

interface FieldWiring {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

const FieldContext = createContext<FieldWiring | null>(null);

/** What a control needs to belong to the field around it. */
export function useFieldWiring(): Partial<FieldWiring> {
  return useContext(FieldContext) ?? {};
}

interface FieldProps {
  label: ReactNode;
  /** Said after the label, quieter: "optional". */
  note?: string;
  help?: ReactNode;
  /** A caution that does not stop anything; takes the place of `help`. */
  hint?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
  className?: string;
}

/** Label, control, help and error of one input, wired to each other. */
export function Field({ label, note, help, hint, error, children, className }: FieldProps) {
  const id = useId();
  const under = error ?? hint ?? help;
  const wiring: FieldWiring = {
    id,
    "aria-describedby": under ? `${id}-under` : undefined,
    "aria-invalid": error ? true : undefined,
  };
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="font-strong text-label">
        {label}
        {note && <span className="ml-1.5 font-plain text-muted">{note}</span>}
      </label>
      <FieldContext value={wiring}>{children}</FieldContext>
      <FieldUnder id={`${id}-under`} help={help} hint={hint} error={error} />
    </div>
  );
}

interface FieldGroupProps extends FieldProps {
  /** Goes to the right of the label. */
  aside?: ReactNode;
}

/** The same for a group of controls: a fieldset. */
export function FieldGroup({ label, note, aside, help, hint, error, children, className }: FieldGroupProps) {
  const id = useId();
  const under = error ?? hint ?? help;
  return (
    <fieldset
      className={cn("flex min-w-0 flex-col gap-1.5", className)}
      aria-labelledby={`${id}-label`}
      aria-describedby={under ? `${id}-under` : undefined}
    >
      <div className="flex min-h-4 items-center justify-between gap-3">
        <span id={`${id}-label`} className="font-strong text-label">
          {label}
          {note && <span className="ml-1.5 font-plain text-muted">{note}</span>}
        </span>
        {aside}
      </div>
      {/* What is wrong stands above a tall group, where it is seen. */}
      {error && <FieldUnder id={`${id}-under`} error={error} />}
      {children}
      {!error && <FieldUnder id={`${id}-under`} help={help} hint={hint} />}
    </fieldset>
  );
}

function FieldUnder({ id, help, hint, error }: Pick<FieldProps, "help" | "hint" | "error"> & { id: string }) {
  if (error) {
    return (
      <p id={id} data-field-error className="text-danger text-small" role="alert">
        {error}
      </p>
    );
  }
  if (hint) {
    return (
      <p id={id} className="text-caution text-small">
        {hint}
      </p>
    );
  }
  return help ? (
    <p id={id} className="text-muted text-small">
      {help}
    </p>
  ) : null;
}
