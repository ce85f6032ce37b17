"use client";

import { debounce, useQueryStates } from "nuqs";
import { useState, useTransition } from "react";
import { withoutSecret } from "@/components/forms/without-secret";
import { useTrail } from "@/components/ui/use-trail";
import { listQuery } from "./query";

/** The list's state, which lives in the address; changing it asks the server for the page again. */
export function useListQuery() {
  const [waiting, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(listQuery, { shallow: false, startTransition });
  const trail = useTrail(query.cursor);
  const [cleared, setCleared] = useState(0);

  return {
    query,
    waiting,
    filtered: query.q !== "" || query.namespace !== "" || query.tag !== "",
    search: (text: string) =>
      setQuery(
        { q: withoutSecret(text) || null, cursor: null },
        { limitUrlUpdates: debounce(text === "" ? 0 : 200) },
      ),
    showNamespace: (namespace: string) => setQuery({ namespace: namespace || null, cursor: null }),
    showTag: (tag: string | null) => setQuery({ tag, cursor: null }),
    showAll: () => {
      setCleared((times) => times + 1);
      return setQuery({ q: null, namespace: null, tag: null, cursor: null });
    },
    /** How often everything was shown again: the search field, which keeps its own text, starts anew. */
    cleared,
    next: (cursor: string) => setQuery({ cursor: trail.onward(cursor) }, { history: "push" }),
    previous: () => setQuery({ cursor: trail.back() }, { history: "push" }),
  };
}
