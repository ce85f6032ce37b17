import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const buttonStyle = cva(
  [
    "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control border font-strong text-small",
    "transition-colors disabled:cursor-default disabled:opacity-55 aria-disabled:cursor-default aria-disabled:opacity-55",
    "[&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      tone: {
        primary: "border-transparent bg-accent text-on-accent enabled:hover:bg-accent-hover",
        plain: "border-edge/60 bg-raised text-ink hover:bg-hover disabled:hover:bg-raised",
        quiet: "border-transparent text-muted hover:bg-hover hover:text-ink",
        danger: "border-transparent bg-danger text-on-danger enabled:hover:bg-danger-hover",
        "danger-plain": "border-edge/60 bg-raised text-danger hover:bg-danger-soft",
      },
      size: {
        normal: "h-8 px-3",
        large: "h-10 px-4 text-body",
        small: "h-7 px-2",
        icon: "size-8",
        "icon-small": "size-7",
      },
    },
    defaultVariants: { tone: "plain", size: "normal" },
  },
);

interface ButtonProps extends ComponentProps<"button">, VariantProps<typeof buttonStyle> {
  /** While it works: the button stays focusable, keeps its width and does not fire again. */
  pending?: boolean;
}

export function Button({ tone, size, pending = false, className, onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      className={cn(buttonStyle({ tone, size }), className)}
    >
      {children}
    </button>
  );
}
