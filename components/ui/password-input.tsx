"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { cn } from "./cn";
import { useFieldWiring } from "./field";
import { inputStyle } from "./input";

/** A password that can be looked at: one field with a toggle instead of two fields to compare. */
export function PasswordInput({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  const [shown, setShown] = useState(false);
  const wiring = useFieldWiring();
  return (
    <div className="relative">
      <input
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        {...wiring}
        {...rest}
        type={shown ? "text" : "password"}
        className={cn(inputStyle, "h-9 pr-10", className)}
      />
      <button
        type="button"
        aria-pressed={shown}
        aria-label="Show password"
        aria-controls={wiring.id}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-1 right-1 inline-flex w-8 items-center justify-center rounded-mark text-muted hover:bg-hover hover:text-ink"
      >
        {shown ? <EyeOff className="size-4" aria-hidden /> : <Eye className="size-4" aria-hidden />}
      </button>
    </div>
  );
}
