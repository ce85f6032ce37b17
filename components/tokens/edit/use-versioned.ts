"use client";

import { useEffect, useState } from "react";
import { type ApiError, asApiError } from "@/lib/http/client";
import { changesOfToken, getVersionedToken } from "@/lib/http/client/tokens";
import type { TokenView } from "@/lib/tokens/schema";

/** A token with the version that a change of it names. */
export interface Versioned {
  token: TokenView;
  version: string;
}

/** The token as it is now; `reload` reads it once more and says who changed it last, as far as the log tells. */
export function useVersioned(id: string) {
  const [now, setNow] = useState<Versioned | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let here = true;
    getVersionedToken(id).then(
      (found) => here && setNow(found),
      (thrown: unknown) => here && setError(asApiError(thrown)),
    );
    return () => {
      here = false;
    };
  }, [id]);

  async function reload(): Promise<{ token: TokenView; by: string | null }> {
    const [found, last] = await Promise.all([
      getVersionedToken(id),
      changesOfToken(id, 1, null).catch(() => null),
    ]);
    setNow(found);
    return { token: found.token, by: last?.data[0]?.actor?.name ?? null };
  }

  return { now, error, reload };
}
