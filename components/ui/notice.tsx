import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const noticeStyle = cva(
  "flex items-start gap-2 rounded-control px-3 py-2 text-small [&>svg]:mt-px [&>svg]:size-4 [&>svg]:shrink-0",
  {
    variants: {
      tone: {
        plain: "bg-sunken text-muted",
        caution: "bg-caution-soft text-ink [&>svg]:text-caution",
        danger: "bg-danger-soft text-ink [&>svg]:text-danger",
      },
    },
    defaultVariants: { tone: "plain" },
  },
);

interface NoticeProps extends VariantProps<typeof noticeStyle> {
  children: ReactNode;
  /** "alert" when it appears after the reader did something. */
  role?: "alert" | "status";
  className?: string;
}

export function Notice({ tone, children, role, className }: NoticeProps) {
  const Icon = tone === "danger" ? CircleAlert : tone === "caution" ? TriangleAlert : Info;
  return (
    <div role={role} className={cn(noticeStyle({ tone }), className)}>
      <Icon aria-hidden />
      <div className="wrap-anywhere min-w-0 flex-1">{children}</div>
    </div>
  );
}
