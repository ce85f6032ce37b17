"use client";

import { lazy, Suspense, useEffect, useState } from "react";

const loadTip = () => import("./tip-popup");
const TipPopup = lazy(loadTip);

const pauseMs = 350;

interface Tip {
  anchor: HTMLElement;
  text: string;
}

/**
 * One tooltip serves the whole page: an element says what it has to add in `data-tip`. The popup's code loads when
 * the first one is wanted, so that hundreds of times in a table cost nothing until somebody points at one.
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

    function arrive(target: EventTarget | null, waitMs: number) {
      const anchor = target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;
      if (anchor === over) return;
      if (anchor === null) return leave();
      over = anchor;
      clearTimeout(timer);
      void loadTip();
      timer = setTimeout(() => setTip({ anchor, text: anchor.dataset.tip ?? "" }), waitMs);
    }

    const byPointer = (event: PointerEvent) => arrive(event.target, pauseMs);
    const byFocus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(":focus-visible")) arrive(event.target, 0);
      else leave();
    };
    const byKey = (event: KeyboardEvent) => event.key === "Escape" && leave();
    document.addEventListener("pointerover", byPointer);
    document.addEventListener("pointerdown", leave);
    document.addEventListener("focusin", byFocus);
    document.addEventListener("keydown", byKey);
    window.addEventListener("scroll", leave, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener("pointerover", byPointer);
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("focusin", byFocus);
      document.removeEventListener("keydown", byKey);
      window.removeEventListener("scroll", leave, { capture: true });
    };
  }, []);

  return tip && tip.text !== "" ? (
    <Suspense>
      <TipPopup key={tip.text} anchor={tip.anchor} text={tip.text} />
    </Suspense>
  ) : null;
}
