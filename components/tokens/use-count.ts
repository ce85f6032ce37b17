"use client";

import { useEffect, useState } from "react";
import { type ApiError, asApiError } from "@/lib/http/client";

/** Asks once how many there are. `ask` must stay the same function. */
export function useCount(ask: () => Promise<number>): { number: number | null; error: ApiError | null } {
  const [number, setNumber] = useState<number | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let here = true;
    ask().then(
      (value) => here && setNumber(value),
      (thrown: unknown) => here && setError(asApiError(thrown)),
    );
    return () => {
      here = false;
    };
  }, [ask]);

  return { number, error };
}
