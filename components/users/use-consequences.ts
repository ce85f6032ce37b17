"use client";

import { useEffect, useState } from "react";
import { type ApiError, asApiError } from "@/lib/http/client";
import { consequencesFor } from "@/lib/http/client/users";
import type { DeactivationView } from "@/lib/users/schema";

/** Asks once what deactivating the person would end. */
export function useConsequences(id: string): { known: DeactivationView | null; error: ApiError | null } {
  const [known, setKnown] = useState<DeactivationView | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let here = true;
    consequencesFor(id).then(
      (value) => here && setKnown(value),
      (thrown: unknown) => here && setError(asApiError(thrown)),
    );
    return () => {
      here = false;
    };
  }, [id]);

  return { known, error };
}
