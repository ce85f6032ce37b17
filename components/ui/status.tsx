import { cva } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type StatusTone = "good" | "caution" | "danger" | "quiet";
export type StatusShape = "full" | "half" | "pause" | "ring" | "cross";

const toneStyle = cva("", {
  variants: {
    tone: { good: "text-good", caution: "text-caution", danger: "text-danger", quiet: "text-muted" },
  },
});

interface StatusProps {
  tone: StatusTone;
  shape: StatusShape;
  children: ReactNode;
  /** More on hover and on focus: since when, by whom. */
  tip?: string | undefined;
  className?: string;
}

/** A mark and a word: the mark's shape says the same as its colour, so that nobody depends on either. */
export function Status({ tone, shape, children, tip, className }: StatusProps) {
  return (
    <span
      className={cn("inline-flex items-center gap-1.5 whitespace-nowrap rounded-mark", className)}
      data-tip={tip}
      tabIndex={tip === undefined ? undefined : 0}
    >
      <Mark shape={shape} className={cn("size-2.5 shrink-0", toneStyle({ tone }))} />
      <span className={cn(tone === "caution" && "text-caution", tone === "quiet" && "text-muted")}>
        {children}
      </span>
    </span>
  );
}

function Mark({ shape, className }: { shape: StatusShape; className: string }) {
  return (
    <svg
      viewBox="0 0 10 10"
      className={className}
      aria-hidden
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      {shape === "full" && <circle cx="5" cy="5" r="4" fill="currentColor" stroke="none" />}
      {shape === "half" && (
        <>
          <circle cx="5" cy="5" r="3.75" />
          <path d="M5 1.25a3.75 3.75 0 0 0 0 7.5z" fill="currentColor" stroke="none" />
        </>
      )}
      {shape === "pause" && <path d="M3 1.5v7M7 1.5v7" strokeWidth="2" />}
      {shape === "ring" && <circle cx="5" cy="5" r="3.75" />}
      {shape === "cross" && <path d="m1.75 1.75 6.5 6.5m0-6.5-6.5 6.5" />}
    </svg>
  );
}
