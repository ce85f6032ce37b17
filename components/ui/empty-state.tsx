import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** A snippet to start with. */
  snippet?: ReactNode;
}

/** An empty page teaches: one sentence, one action, one snippet. */
export function EmptyState({ title, children, action, snippet }: EmptyStateProps) {
  return (
    <section className="rounded-surface border border-line bg-surface p-6 narrow:p-8">
      <div className="flex max-w-160 flex-col items-start gap-4">
        <div className="flex flex-col gap-1">
          <h2 className="font-strong text-body">{title}</h2>
          <p className="text-muted">{children}</p>
        </div>
        {action}
        {snippet && <div className="w-full">{snippet}</div>}
      </div>
    </section>
  );
}
