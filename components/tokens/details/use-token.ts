"use client";

import { useEffect, useState } from "react";
import type { AuditEntry } from "@/lib/audit/events";
import { type ApiError, asApiError } from "@/lib/http/client";
import { auditOfToken, getToken } from "@/lib/http/client/tokens";
import type { TokenView } from "@/lib/tokens/schema";

export const entriesShown = 8;

interface Known {
  token: TokenView | null;
  entries: readonly AuditEntry[] | null;
  error: ApiError | null;
}

/** The token as it is now, and the last of the log about it; what the list knew already is shown meanwhile. */
export function useToken(id: string, listed: TokenView | undefined): Known & { reload: () => void } {
  const [turn, setTurn] = useState(0);
  const [known, setKnown] = useState<Known & { id: string }>({ id, token: null, entries: null, error: null });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn reads it again
  useEffect(() => {
    let here = true;
    const learn = (part: Partial<Known>) =>
      here &&
      setKnown((before) => ({
        ...(before.id === id ? before : { token: null, entries: null, error: null }),
        ...part,
        id,
      }));
    getToken(id).then(
      (token) => learn({ token }),
      (thrown: unknown) => learn({ error: asApiError(thrown) }),
    );
    auditOfToken(id, entriesShown).then(
      (entries) => learn({ entries }),
      // The token itself says what went wrong.
      () => learn({ entries: [] }),
    );
    return () => {
      here = false;
    };
  }, [id, turn]);

  const mine = known.id === id ? known : { token: null, entries: null, error: null };
  return { ...mine, token: mine.token ?? listed ?? null, reload: () => setTurn((before) => before + 1) };
}
