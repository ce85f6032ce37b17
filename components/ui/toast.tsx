"use client";

import { Check, TriangleAlert, X } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { Button } from "./button";

interface Toast {
  id: number;
  text: string;
  tone: "good" | "danger";
}

const shownForMs = 6_000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const none: readonly Toast[] = [];

function publish(next: readonly Toast[]) {
  toasts = next;
  for (const listener of listeners) listener();
}

function dismiss(id: number) {
  publish(toasts.filter((toast) => toast.id !== id));
}

/** Says what was done, in the corner and to screen readers. Nothing secret: it outlives the dialog that called it. */
export function announce(text: string, tone: Toast["tone"] = "good"): void {
  publish([...toasts.slice(-2), { id: nextId++, text, tone }]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The place where announcements appear; once per page. */
export function Announcements() {
  const shown = useSyncExternalStore(
    subscribe,
    () => toasts,
    () => none,
  );
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2"
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => dismiss(toast.id), shownForMs);
    return () => clearTimeout(timer);
  }, [toast.id]);
  return (
    <div className="pointer-events-auto flex max-w-90 items-start gap-2 rounded-surface bg-raised py-2 pr-2 pl-3 text-small shadow-float transition-[opacity,translate] starting:translate-y-1 starting:opacity-0">
      {toast.tone === "good" ? (
        <Check className="mt-1.5 size-4 shrink-0 text-good" aria-hidden />
      ) : (
        <TriangleAlert className="mt-1.5 size-4 shrink-0 text-danger" aria-hidden />
      )}
      <p className="wrap-anywhere py-1.25">{toast.text}</p>
      <Button tone="quiet" size="icon-small" aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
