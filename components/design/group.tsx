import type { ReactNode } from "react";

export function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h2 className="font-strong text-label text-muted">{title}</h2>
      {children}
    </section>
  );
}
