"use client";

import { useEffect, useState } from "react";
import type { MemberConsequences } from "@/lib/fleets/schema";
import { type ApiError, asApiError } from "@/lib/http/client";
import { memberConsequences } from "@/lib/http/client/fleets";

/** Asks once what removing the member would do. */
export function useConsequences(slug: string, userId: string) {
  const [consequences, setConsequences] = useState<MemberConsequences | null>(null);
  const [error, setError] = useState<ApiError | null>(null);

  useEffect(() => {
    let here = true;
    memberConsequences(slug, userId).then(
      (value) => here && setConsequences(value),
      (thrown: unknown) => here && setError(asApiError(thrown)),
    );
    return () => {
      here = false;
    };
  }, [slug, userId]);

  return { consequences, error };
}
