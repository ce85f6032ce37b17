"use client";

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

const RenderedAt = createContext<string | null>(null);

/**
 * Carries the moment at which the server rendered the page. Server and hydration reckon "3 minutes ago" from it, so
 * their words agree; afterwards the browser's own clock ticks on.
 */
export function ClockProvider({ renderedAt, children }: { renderedAt: string; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

const everyMs = 15_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, everyMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function current(): number {
  // Stale when nobody listened for a while.
  if (Date.now() - now > everyMs) now = Date.now();
  return now;
}

/** Milliseconds since the epoch, and whether the browser's own clock and time zone are already in use. */
export function useNow(): { now: number; live: boolean } {
  const renderedAt = useContext(RenderedAt);
  const start = renderedAt === null ? 0 : Date.parse(renderedAt);
  const value = useSyncExternalStore(subscribe, current, () => start);
  return { now: value, live: value !== start };
}
