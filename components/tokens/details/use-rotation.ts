"use client";

import { useCallback, useEffect, useState } from "react";
import { getRotation } from "@/lib/http/client/tokens";
import type { SecretProof } from "@/lib/tokens/schema";

const everyMs = 4_000;

/** The secrets of a token with their use, read again every few seconds while somebody looks. */
export function useRotation(id: string): { secrets: readonly SecretProof[]; reload: () => Promise<void> } {
  const [known, setKnown] = useState<{ id: string; secrets: readonly SecretProof[] }>({ id, secrets: [] });

  const reload = useCallback(async () => {
    // What could not be read now is read at the next turn.
    const secrets = await getRotation(id).catch(() => null);
    if (secrets) setKnown({ id, secrets });
  }, [id]);

  useEffect(() => {
    void reload();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [reload]);

  return { secrets: known.id === id ? known.secrets : [], reload };
}
