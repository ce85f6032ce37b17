import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { inputStyle } from "./input";

/** A search field without a visible label; `label` is what it is called. */
export function SearchInput({
  label,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "type"> & { label: string }) {
  return (
    <div className={cn("relative", className)}>
      <Search
        className="pointer-events-none absolute inset-y-0 left-2.5 my-auto size-4 text-muted"
        aria-hidden
      />
      <input
        {...rest}
        type="search"
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        className={cn(inputStyle, "h-8 pl-8 text-small")}
      />
    </div>
  );
}
