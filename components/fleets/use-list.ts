"use client";

import { debounce, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { withoutSecret } from "@/components/forms/without-secret";
import { useTrail } from "@/components/ui/use-trail";
import { listQuery } from "./query";

/** A list's state, which lives in the address; changing it asks the server for the page again. */
export function useList() {
  const [waiting, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(listQuery, { shallow: false, startTransition });
  const trail = useTrail(query.cursor);
  return {
    query,
    waiting,
    /** Neither searched nor paged on. */
    plain: query.q === "" && query.cursor === null,
    search: (text: string) =>
      setQuery({ q: withoutSecret(text.trim()) || null, cursor: null }, { limitUrlUpdates: debounce(200) }),
    next: (cursor: string) => setQuery({ cursor: trail.onward(cursor) }, { history: "push" }),
    previous: () => setQuery({ cursor: trail.back() }, { history: "push" }),
  };
}
