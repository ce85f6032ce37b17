"use client";

import { useEffect, useState } from "react";
import { withoutSecret } from "@/components/tokens/without-secret";
import { searchTokens } from "@/lib/http/client/tokens";
import type { TokenView } from "@/lib/tokens/schema";

const pauseMs = 150;

/** Tokens whose name, description or prefix holds the text. Of a pasted secret only the prefix is sent. */
export function useFoundTokens(text: string): { tokens: readonly TokenView[]; waiting: boolean } {
  const q = withoutSecret(text.trim());
  const [answer, setAnswer] = useState<{ q: string; tokens: readonly TokenView[] }>({ q: "", tokens: [] });

  useEffect(() => {
    if (q === "") return;
    let here = true;
    const timer = setTimeout(() => {
      searchTokens(q).then(
        (tokens) => here && setAnswer({ q, tokens }),
        () => here && setAnswer({ q, tokens: [] }),
      );
    }, pauseMs);
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [q]);

  if (q === "") return { tokens: [], waiting: false };
  return { tokens: answer.tokens, waiting: answer.q !== q };
}
