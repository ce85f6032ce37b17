"use client";

import { useState } from "react";
import { type ApiError, asApiError } from "@/lib/http/client";

interface Action {
  pending: boolean;
  error: ApiError | null;
  /** Runs `work` unless it runs already; what it throws becomes `error`. */
  run: (work: () => Promise<void>) => Promise<void>;
}

/** One call at a time, with its failure kept for showing. */
export function useAction(): Action {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  async function run(work: () => Promise<void>) {
    if (pending) return;
    setPending(true);
    setError(null);
    try {
      await work();
    } catch (thrown) {
      setError(asApiError(thrown));
    }
    setPending(false);
  }

  return { pending, error, run };
}
