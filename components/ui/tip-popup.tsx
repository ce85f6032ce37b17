"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import { useEffect, useId } from "react";

/** The tooltip itself, beside its element; assistive technology hears it as the element's description. */
export default function TipPopup({ anchor, text }: { anchor: HTMLElement; text: string }) {
  const id = useId();

  useEffect(() => {
    const before = anchor.getAttribute("aria-describedby");
    anchor.setAttribute("aria-describedby", before ? `${before} ${id}` : id);
    return () => {
      if (before) anchor.setAttribute("aria-describedby", before);
      else anchor.removeAttribute("aria-describedby");
    };
  }, [anchor, id]);

  return (
    <Tooltip.Root open>
      {/* Within the landmark or dialog it belongs to. */}
      <Tooltip.Portal container={anchor.closest<HTMLElement>("[role$=dialog], main, aside") ?? null}>
        <Tooltip.Positioner
          anchor={anchor}
          side="top"
          sideOffset={6}
          collisionPadding={8}
          positionMethod="fixed"
          className="pointer-events-none z-50"
        >
          <Tooltip.Popup
            id={id}
            role="tooltip"
            className="wrap-anywhere max-w-72 whitespace-pre-line rounded-control bg-ink px-2 py-1 text-canvas text-label shadow-float transition-opacity data-starting-style:opacity-0"
          >
            {text}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
