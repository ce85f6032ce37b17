"use client";

import { useEffect, useState } from "react";

/** For a dialog with something that is shown once: closing it without having copied asks once. */
export function useShownOnce(onClose: () => void) {
  const [copied, setCopied] = useState(false);
  const [asked, setAsked] = useState(false);

  // The browser asks too, when the page is left before it was copied.
  useEffect(() => {
    if (copied) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [copied]);

  return {
    copied,
    /** It wants to close, and it was not copied. */
    asking: asked && !copied,
    markCopied: () => setCopied(true),
    keepOpen: () => setAsked(false),
    /** @param anyway the reader has been asked. */
    close: (anyway = false) => {
      if (copied || anyway) onClose();
      else setAsked(true);
    },
  };
}
