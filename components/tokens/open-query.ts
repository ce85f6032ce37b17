"use client";

import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";

/** What a link may fill in for the form that creates a token. Unchecked: the form takes what it can use. */
export interface Prefill {
  name: string | null;
  scope: string | null;
  description: string | null;
  expires: string | null;
}

/** What stands open over the list and has an address of its own. The server need not know. */
export function useOpenQuery() {
  const [{ token, narrow, create, ...prefill }, set] = useQueryStates(
    {
      token: parseAsString,
      narrow: parseAsString,
      create: parseAsBoolean.withDefault(false),
      name: parseAsString,
      scope: parseAsString,
      description: parseAsString,
      expires: parseAsString,
    },
    { shallow: true, scroll: false },
  );
  return {
    detailsOf: token,
    narrowing: narrow,
    creating: create,
    prefill: prefill satisfies Prefill,
    // Back closes what was opened.
    showDetails: (id: string) => set({ token: id }, { history: "push" }),
    startNarrowing: (id: string) => set({ token: null, narrow: id }),
    startCreating: () => set({ create: true }),
    closeAll: () => set(null),
  };
}
