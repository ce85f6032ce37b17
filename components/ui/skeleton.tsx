import { cn } from "./cn";

/** Holds the place of what is coming, in its size; appears only after 150 ms. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn("inline-block h-4 animate-fade-in rounded-mark bg-hover align-middle", className)}
    />
  );
}
