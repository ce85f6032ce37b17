"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { TokenView } from "@/lib/tokens/schema";
import { loadPauseAll, loadRevokeAll } from "./overlays";
import type { Selection } from "./use-selection";

interface SelectionBarProps {
  selection: Selection;
  onPause: (tokens: readonly TokenView[]) => void;
  onRevoke: (tokens: readonly TokenView[]) => void;
}

/** What can be done to the rows that are chosen, in reach wherever one has scrolled to. */
export default function SelectionBar({ selection, onPause, onRevoke }: SelectionBarProps) {
  const { tokens } = selection;
  const active = tokens.filter((token) => token.status === "active");
  return (
    <section
      aria-label="Selected tokens"
      className="sticky bottom-4 z-20 flex w-fit max-w-full flex-wrap items-center gap-2 self-center rounded-surface border border-line bg-raised py-2 pr-2 pl-4 shadow-float"
    >
      <p className="mr-2 text-small tabular-nums" aria-live="polite">
        {tokens.length} selected
      </p>
      {active.length > 0 && (
        <Button
          aria-haspopup="dialog"
          onPointerEnter={loadPauseAll}
          onFocus={loadPauseAll}
          onClick={() => onPause(active)}
        >
          Pause {active.length < tokens.length && active.length}
        </Button>
      )}
      <Button
        tone="danger-plain"
        aria-haspopup="dialog"
        onPointerEnter={loadRevokeAll}
        onFocus={loadRevokeAll}
        onClick={() => onRevoke(tokens)}
      >
        Revoke
      </Button>
      <Button
        tone="quiet"
        size="icon"
        aria-label="Select none"
        data-tip="Select none"
        onClick={() => selection.chooseAll(false)}
      >
        <X aria-hidden />
      </Button>
    </section>
  );
}
