import type { ReactNode } from "react";
import { Brand } from "./brand";
import { ThemeSwitch } from "./theme-switch";

/** The frame of pages before the sign-in: one narrow column. */
export function Bare({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center justify-between px-4 narrow:px-6">
        <Brand />
        <ThemeSwitch />
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto flex w-full max-w-96 flex-1 flex-col gap-6 px-4 pt-[12vh] pb-16 outline-none"
      >
        {children}
      </main>
    </div>
  );
}
