import type { ReactNode } from "react";

interface ErrorStateProps {
  title: string;
  /** What happened, whether anything was changed, what to do. */
  children: ReactNode;
  action?: ReactNode;
  /** The id under which the server's log knows it. */
  reference?: string | undefined;
}

export function ErrorState({ title, children, action, reference }: ErrorStateProps) {
  return (
    <section className="flex max-w-140 flex-col items-start gap-4 py-8">
      <div className="flex flex-col gap-2">
        <h1 className="font-strong text-title">{title}</h1>
        <p className="text-muted">{children}</p>
        {reference && (
          <p className="text-muted text-small">
            Reference <code className="select-all font-mono text-ink">{reference}</code>
          </p>
        )}
      </div>
      {action}
    </section>
  );
}
