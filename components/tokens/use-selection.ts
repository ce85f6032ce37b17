"use client";

import { useRef, useState } from "react";
import type { TokenView } from "@/lib/tokens/schema";
import { canSelect, type Whose } from "./whose";

export interface Selection {
  /** Those chosen, in the order of the list; what the list no longer shows is not among them. */
  tokens: readonly TokenView[];
  /** How many rows can be chosen at all. */
  selectable: number;
  has: (id: string) => boolean;
  can: (token: TokenView) => boolean;
  /** @param range everything between the row chosen before and this one too. */
  choose: (id: string, chosen: boolean, range: boolean) => void;
  chooseAll: (chosen: boolean) => void;
}

/** The rows that a person has chosen on this page of a list. */
export function useSelection(listed: readonly TokenView[], whose: Whose): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const before = useRef<string | null>(null);
  const able = listed.filter((token) => canSelect(token, whose));
  return {
    tokens: able.filter((token) => ids.has(token.id)),
    selectable: able.length,
    has: (id) => ids.has(id),
    can: (token) => canSelect(token, whose),
    choose: (id, chosen, range) => {
      const places = [before.current, id].map((one) => able.findIndex((token) => token.id === one));
      const [from = -1, to = -1] = places.sort((a, b) => a - b);
      const meant = range && from >= 0 ? able.slice(from, to + 1).map((token) => token.id) : [id];
      before.current = id;
      setIds((now) => {
        const next = new Set(now);
        for (const one of meant) chosen ? next.add(one) : next.delete(one);
        return next;
      });
    },
    chooseAll: (chosen) => setIds(new Set(chosen ? able.map((token) => token.id) : [])),
  };
}
