import type { ComponentProps } from "react";
import { cn } from "./cn";

/**
 * The browser's own checkbox in our clothes. Base UI's renders a style attribute on the server, which the content
 * security policy refuses; the native one needs no script at all.
 */
export function Checkbox({ className, ...rest }: Omit<ComponentProps<"input">, "type">) {
  return (
    <input
      {...rest}
      type="checkbox"
      className={cn(
        "relative size-4 shrink-0 appearance-none rounded-mark border border-edge bg-surface transition-colors",
        "checked:border-accent checked:bg-accent enabled:hover:border-accent",
        "after:absolute after:top-px after:left-[4.5px] after:hidden after:h-[9px] after:w-[5px] after:rotate-45",
        "after:border-on-accent after:border-r-2 after:border-b-2 checked:after:block",
        "disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken",
        // High contrast modes draw no backgrounds.
        "forced-colors:appearance-auto forced-colors:after:hidden",
        className,
      )}
    />
  );
}
