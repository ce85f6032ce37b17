import { cn } from "@/components/ui/cn";

/** A cabinet with three drawers; the lowest is open by the width of a key. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={cn("size-6 shrink-0", className)} aria-hidden>
      <rect x="2" y="1.5" width="20" height="21" rx="4.5" className="fill-accent" />
      <path
        d="M7 7.25h10M7 12h10M7 16.75h5.5"
        className="stroke-on-accent"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <circle cx="16.5" cy="16.75" r="1.75" className="fill-on-accent" />
    </svg>
  );
}

export function Brand({ className }: { className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2.5 font-strong", className)}>
      <BrandMark />
      <span>Token Cabinet</span>
    </span>
  );
}
