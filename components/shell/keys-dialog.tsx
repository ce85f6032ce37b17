"use client";

import { Dialog } from "@/components/ui/dialog";
import { Keys } from "@/components/ui/keys";
import { modifier } from "./modifier";

/** Which key does what. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const keys: readonly [readonly string[], string][] = [
    [[modifier(), "K"], "Go anywhere, find a token"],
    [["c"], "Create what this page is about, or a token"],
    [["/"], "Search in this page"],
    [["?"], "Show these keys"],
    [["Esc"], "Close what is open"],
  ];
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" width="small">
      <dl className="flex flex-col text-small">
        {keys.map(([combination, says]) => (
          <div
            key={says}
            className="flex items-center justify-between gap-4 border-line py-2 not-last:border-b"
          >
            <dt>{says}</dt>
            <dd>
              <Keys keys={combination} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
