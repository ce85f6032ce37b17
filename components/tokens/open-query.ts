"use client";

import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";

/** What a link may fill in for the form that creates a token. Unchecked: the form takes what it can use. */
export interface Prefill {
  name: string | null;
  scope: string | null;
  description: string | null;
  expires: string | null;
  /** Several of each with commas between them. */
  fleets: string | null;
  namespaces: string | null;
  ips: string | null;
  rotate: string | null;
}

/** What stands open over the list and has an address of its own. The server need not know. */
export function useOpenQuery() {
  const [{ token, narrow, which, create, ...prefill }, set] = useQueryStates(
    {
      token: parseAsString,
      narrow: parseAsString,
      which: parseAsBoolean.withDefault(false),
      create: parseAsBoolean.withDefault(false),
      name: parseAsString,
      scope: parseAsString,
      description: parseAsString,
      expires: parseAsString,
      fleets: parseAsString,
      namespaces: parseAsString,
      ips: parseAsString,
      rotate: parseAsString,
    },
    { shallow: true, scroll: false },
  );
  return {
    detailsOf: token,
    narrowing: narrow,
    asking: which,
    creating: create,
    prefill: prefill satisfies Prefill,
    // Back closes what was opened.
    showDetails: (id: string) => set({ token: id, which: null }, { history: "push" }),
    startNarrowing: (id: string) => set({ token: null, narrow: id }),
    startCreating: () => set({ create: true }),
    /** The form that creates, filled in. */
    startCloning: (filled: Prefill) => set({ token: null, create: true, ...filled }),
    startAsking: () => set({ which: true }),
    closeAll: () => set(null),
  };
}
