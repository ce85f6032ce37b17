"use client";

import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useEffect, useRef } from "react";

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
  const open = token !== null || narrow !== null || which || create;
  // What a link or a loaded page has opened is a part of the page that Next knows: taken out of the address behind its
  // back, the next refresh would load everything anew, and a secret that is shown would be lost.
  const ours = useRef(false);
  useEffect(() => {
    if (!open) ours.current = false;
  }, [open]);

  function change(values: Parameters<typeof set>[0], history: "push" | "replace" = "replace") {
    ours.current = true;
    return set(values, { history });
  }

  /** @returns whether the server was asked for the list once more. */
  function closeAll(): boolean {
    const asked = open && !ours.current;
    void set(null, { shallow: !asked });
    return asked;
  }

  return {
    detailsOf: token,
    narrowing: narrow,
    asking: which,
    creating: create,
    prefill: prefill satisfies Prefill,
    // Back closes what was opened.
    showDetails: (id: string) => change({ token: id, which: null }, "push"),
    startNarrowing: (id: string) => change({ token: null, narrow: id }),
    startCreating: () => change({ create: true }),
    /** The form that creates, filled in. */
    startCloning: (filled: Prefill) => change({ token: null, create: true, ...filled }),
    startAsking: () => change({ which: true }),
    closeAll,
  };
}
