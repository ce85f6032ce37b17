"use client";

import { useEffect, useState } from "react";
import { withoutSecret } from "@/components/forms/without-secret";
import { askedIn, prefixOf } from "@/components/tokens/which/asked";
import { searchTokens, whichToken } from "@/lib/http/client/tokens";
import type { TokenView } from "@/lib/tokens/schema";

const pauseMs = 150;

/**
 * Tokens whose name or description holds the text; of a prefix, the tokens that it belongs to, whoever owns them. What
 * begins like a secret is asked about in a body, never in an address.
 */
export function useFoundTokens(text: string): { tokens: readonly TokenView[]; waiting: boolean } {
  const q = withoutSecret(text.trim());
  const [answer, setAnswer] = useState<{ q: string; tokens: readonly TokenView[] }>({ q: "", tokens: [] });

  useEffect(() => {
    if (q === "") return;
    let here = true;
    const timer = setTimeout(() => {
      find(q).then(
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

async function find(q: string): Promise<TokenView[]> {
  const asked = askedIn(q);
  if (asked === null) return searchTokens(q);
  return (await whichToken({ prefix: prefixOf(asked) })).map(({ token }) => token);
}
