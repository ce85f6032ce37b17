"use client";

import { ClockProvider } from "@/components/ui/clock";
import { Announcements } from "@/components/ui/toast";
import { Controls } from "./controls";
import { Floating } from "./floating";
import { Showing } from "./showing";
import { States } from "./states";

const renderedAt = "2026-11-22T12:00:00Z";

/** Both themes beside each other. What floats follows the page's own theme. */
export function Gallery() {
  return (
    <ClockProvider renderedAt={renderedAt}>
      <main id="content" tabIndex={-1} className="grid outline-none wide:grid-cols-2">
        {(["light", "dark"] as const).map((theme) => (
          <div key={theme} data-theme={theme} className="flex min-w-0 flex-col gap-8 bg-canvas p-6 text-ink">
            <h1 className="font-strong text-title">Pieces, {theme}</h1>
            <Controls />
            <Floating />
            <Showing />
            <States />
          </div>
        ))}
      </main>
      <Announcements />
    </ClockProvider>
  );
}
