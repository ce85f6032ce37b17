"use client";

import { useSyncExternalStore } from "react";
import { Failure } from "@/components/shell/failure";
import { fontVariables } from "./fonts";
import "./globals.css";

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia("(prefers-color-scheme: dark)");
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Stands in for the root layout when that itself failed; so it brings its own document and follows the system. */
export default function GlobalFailure(props: { error: unknown; retry: () => void }) {
  const dark = useSyncExternalStore(
    subscribe,
    () => window.matchMedia("(prefers-color-scheme: dark)").matches,
    () => false,
  );
  return (
    <html lang="en" data-theme={dark ? "dark" : "light"} className={fontVariables}>
      <body>
        <title>Failed · Token Cabinet</title>
        <main className="mx-auto max-w-160 px-4 py-16">
          <Failure {...props} />
        </main>
      </body>
    </html>
  );
}
