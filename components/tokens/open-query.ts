"use client";

import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";

/** What stands open over the list and has an address of its own. The server need not know. */
export function useOpenQuery() {
  const [{ token, create }, set] = useQueryStates(
    { token: parseAsString, create: parseAsBoolean.withDefault(false) },
    { shallow: true, scroll: false },
  );
  return {
    detailsOf: token,
    creating: create,
    // Back closes what was opened.
    showDetails: (id: string) => set({ token: id }, { history: "push" }),
    startCreating: () => set({ create: true }),
    closeAll: () => set({ token: null, create: null }),
  };
}
