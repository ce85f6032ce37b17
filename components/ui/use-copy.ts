"use client";

import { useCallback, useEffect, useRef, useState } from "react";

export type CopyState = "idle" | "copied" | "failed";

/** Copying with an answer that fades after two seconds. */
export function useCopy(): { state: CopyState; copy: (text: string, near: HTMLElement) => Promise<boolean> } {
  const [state, setState] = useState<CopyState>("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = useCallback(async (text: string, near: HTMLElement) => {
    const done = (await byClipboard(text)) || bySelection(text, near);
    setState(done ? "copied" : "failed");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState("idle"), 2_000);
    return done;
  }, []);

  return { state, copy };
}

/** Only in secure contexts: https, and http on the machine itself. */
async function byClipboard(text: string): Promise<boolean> {
  if (!navigator.clipboard) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The old way, which plain http still has. `near`: inside the open dialog, or its focus trap empties the selection. */
function bySelection(text: string, near: HTMLElement): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "sr-only";
  (near.parentElement ?? document.body).append(area);
  area.select();
  try {
    // Deprecated, and the only way without a secure context.
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    near.focus();
  }
}
