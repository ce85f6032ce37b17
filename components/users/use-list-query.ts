"use client";

import { debounce, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { withoutSecret } from "@/components/forms/without-secret";
import { useTrail } from "@/components/ui/use-trail";
import { type ListView, listQuery } from "./query";

/** The list's state, which lives in the address; changing it asks the server for the page again. */
export function useListQuery() {
  const [waiting, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(listQuery, { shallow: false, startTransition });
  const trail = useTrail(query.cursor);

  return {
    query,
    waiting,
    search: (text: string) => {
      const q = withoutSecret(text);
      return setQuery(
        { q: q === "" ? null : q, cursor: null },
        { limitUrlUpdates: debounce(q === "" ? 0 : 200) },
      );
    },
    show: (status: ListView) => setQuery({ status, cursor: null }),
    next: (cursor: string) => setQuery({ cursor: trail.onward(cursor) }, { history: "push" }),
    previous: () => setQuery({ cursor: trail.back() }, { history: "push" }),
  };
}
