"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useState } from "react";
import { type Asked, onAsked } from "./asked";
import type { Fleet } from "./places";

const loadPalette = () => import("./palette");
const Palette = lazy(loadPalette);
const KeysDialog = lazy(() => import("./keys-dialog"));

interface ShortcutsProps {
  fleets: readonly Fleet[];
  instanceAdmin: boolean;
}

/**
 * The keys of the whole cabinet. A page takes part by marking its controls: `data-key="c"` on what creates,
 * and a search field is found by its type.
 */
export function Shortcuts({ fleets, instanceAdmin }: ShortcutsProps) {
  const router = useRouter();
  const [open, setOpen] = useState<Asked | null>(null);

  useEffect(() => onAsked(setOpen), []);

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.repeat) return;
      if ((event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && event.key === "k") {
        // Over an open dialog a palette would leave it behind unsaved.
        if (document.querySelector("[role$=dialog]") && open === null) return;
        event.preventDefault();
        setOpen((now) => (now === "palette" ? null : "palette"));
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector("[role$=dialog], [role=menu]")) return;
      if (event.key === "/") {
        const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
        if (!field) return;
        event.preventDefault();
        field.focus();
        field.select();
      } else if (event.key === "c") {
        event.preventDefault();
        const button = document.querySelector<HTMLElement>('main [data-key="c"]');
        if (button) button.click();
        else router.push("/settings/tokens?create=true");
      } else if (event.key === "?") {
        event.preventDefault();
        setOpen("keys");
      }
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [router, open]);

  return (
    <Suspense>
      {open === "palette" && (
        <Palette fleets={fleets} instanceAdmin={instanceAdmin} onClose={() => setOpen(null)} />
      )}
      {open === "keys" && <KeysDialog onClose={() => setOpen(null)} />}
    </Suspense>
  );
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}
