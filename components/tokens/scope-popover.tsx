"use client";

import { TriangleAlert } from "lucide-react";
import { Popover } from "@/components/ui/popover";
import { type Scope, scopeEntry } from "@/lib/access/catalog";

interface ScopePopoverProps {
  scopes: readonly Scope[];
  anchor: HTMLElement;
  onClose: () => void;
}

/** All scopes of one token with what they open. */
export default function ScopePopover({ scopes, anchor, onClose }: ScopePopoverProps) {
  return (
    <Popover anchor={anchor} onClose={onClose} title={`${scopes.length} scopes`}>
      <ul className="flex flex-col gap-2 text-small">
        {scopes.map((scope) => {
          const { opens, risk } = scopeEntry(scope);
          return (
            <li key={scope}>
              <span className="flex items-center gap-1.5 font-mono">
                {scope}
                {risk === "high" && (
                  <TriangleAlert className="size-3 text-caution" role="img" aria-label="Can do harm" />
                )}
              </span>
              <span className="text-label text-muted">{opens}</span>
            </li>
          );
        })}
      </ul>
    </Popover>
  );
}
