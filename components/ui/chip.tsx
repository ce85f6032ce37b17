import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const chipStyle = cva(
  "inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-mark px-1.5 text-label",
  {
    variants: {
      tone: {
        plain: "bg-hover text-ink",
        accent: "bg-accent-soft text-accent-text",
        caution: "bg-caution-soft text-caution",
      },
      mono: { true: "font-mono", false: "" },
    },
    defaultVariants: { tone: "plain", mono: false },
  },
);

export function Chip({
  tone,
  mono,
  className,
  ...rest
}: ComponentProps<"span"> & VariantProps<typeof chipStyle>) {
  return <span {...rest} className={cn(chipStyle({ tone, mono }), className)} />;
}
