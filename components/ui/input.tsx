"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldWiring } from "./field";

export const inputStyle = cn(
  "w-full min-w-0 rounded-control border border-edge bg-surface px-2.5 text-body text-ink",
  "transition-colors hover:border-muted focus-visible:outline-offset-0 aria-invalid:border-danger",
  "disabled:bg-sunken disabled:text-muted disabled:hover:border-edge",
);

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useFieldWiring()} {...rest} className={cn(inputStyle, "h-9", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={2}
      {...useFieldWiring()}
      {...rest}
      className={cn(inputStyle, "field-sizing-content max-h-40 min-h-16 resize-none py-2", className)}
    />
  );
}
