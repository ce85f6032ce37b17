import { cn } from "./cn";

/** Keys as they stand on the keyboard. */
export function Keys({ keys, className }: { keys: readonly string[]; className?: string }) {
  return (
    <span className={cn("inline-flex gap-1", className)}>
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-mark border border-line bg-surface px-1 font-mono text-label text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
