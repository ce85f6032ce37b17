"use client";

import { Check, Copy } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";
import { useCopy } from "./use-copy";

interface CopyButtonProps extends Omit<ComponentProps<typeof Button>, "onClick" | "children" | "onCopy"> {
  text: string;
  /** What is copied: "Copy the secret". Shown when there is no `children`. */
  label: string;
  children?: ReactNode;
  onCopied?: () => void;
}

/** Copies, says so in place and to screen readers; where copying is forbidden it says what to do instead. */
export function CopyButton({ text, label, children, onCopied, ...rest }: CopyButtonProps) {
  const { state, copy } = useCopy();
  const answer = { idle: "", copied: "Copied", failed: "Select the text and copy it by hand" }[state];
  return (
    <>
      <Button
        {...rest}
        aria-label={children !== undefined && state === "copied" ? "Copied" : label}
        onClick={async (event) => {
          if (await copy(text, event.currentTarget)) onCopied?.();
        }}
      >
        {state === "copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
        {children !== undefined && (state === "copied" ? "Copied" : children)}
      </Button>
      <span role="status" className={state === "failed" ? "text-caution text-small" : "sr-only"}>
        {answer}
      </span>
    </>
  );
}
