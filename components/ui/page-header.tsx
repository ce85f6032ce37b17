import type { ReactNode } from "react";

interface PageHeaderProps {
  title: string;
  /** What lives here, with the number that matters. */
  line: ReactNode;
  /** The one primary action last. */
  actions?: ReactNode;
}

export function PageHeader({ title, line, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="wrap-anywhere font-strong text-title">{title}</h1>
        <p className="text-muted text-small">{line}</p>
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
