"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { exactWords } from "./time";

const loadTip = () => import("./tip-popup");
const TipPopup = lazy(loadTip);

const pauseMs = 350;

const tipped = "[data-tip], [data-tells-times], time";

interface Tip {
  anchor: HTMLElement;
  text: string;
}

/**
 * One tooltip serves the whole page: an element says what it has to add in `data-tip`, and a time adds the exact one.
 * The popup's code loads when the first one is wanted, so that hundreds of times in a table cost nothing until
 * somebody points at one.
 */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over: HTMLElement | null = null;

    function leave() {
      clearTimeout(timer);
      over = null;
      setTip(null);
    }

    function arrive(target: EventTarget | null, byFocus: boolean) {
      const anchor = target instanceof Element ? target.closest<HTMLElement>(tipped) : null;
      if (anchor === over) return;
      if (anchor === null) return leave();
      over = anchor;
      clearTimeout(timer);
      void loadTip();
      const waitMs = byFocus ? 0 : pauseMs;
      timer = setTimeout(() => setTip({ anchor, text: tipOf(anchor, byFocus) }), waitMs);
    }

    const pointed = (event: PointerEvent) => arrive(event.target, false);
    const focused = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(":focus-visible"))
        arrive(event.target, true);
      else leave();
    };
    const pressed = (event: KeyboardEvent) => event.key === "Escape" && leave();
    document.addEventListener("pointerover", pointed);
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", focused);
    document.addEventListener("keydown", pressed);
    window.addEventListener("scroll", leave, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", pointed);
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", focused);
      document.removeEventListener("keydown", pressed);
      window.removeEventListener("scroll", leave, { capture: true });
    };
  }, []);

  return tip && tip.text !== "" ? (
    <Suspense>
      <TipPopup key={tip.text} anchor={tip.anchor} text={tip.text} />
    </Suspense>
  ) : null;
}

function tipOf(anchor: HTMLElement, byFocus: boolean): string {
  if (anchor instanceof HTMLTimeElement) return exact(anchor);
  const own = anchor.dataset.tip;
  // Who points can point at each time; who comes by keyboard stops once a row.
  const row = byFocus && anchor.dataset.tellsTimes !== undefined ? anchor.closest("tr, li") : null;
  const times = row?.querySelectorAll<HTMLTimeElement>("time[data-label]") ?? [];
  return [own, ...Array.from(times, (time) => `${time.dataset.label} ${exact(time)}`)]
    .filter(Boolean)
    .join("\n");
}

function exact(time: HTMLTimeElement): string {
  return exactWords(Date.parse(time.dateTime), "local");
}
