"use client";

import { useEffect, useEffectEvent } from "react";
import { getToken } from "@/lib/http/client/tokens";
import type { TokenView } from "@/lib/tokens/schema";

interface NarrowByAddressProps {
  id: string;
  /** As the list has it, when it is on the page. */
  listed: TokenView | undefined;
  onFound: (token: TokenView) => void;
  onMissing: () => void;
}

/** A link that asks to narrow a token: finds it, whether the list shows it or not. */
export function NarrowByAddress({ id, listed, onFound, onMissing }: NarrowByAddressProps) {
  const found = useEffectEvent(onFound);
  const missing = useEffectEvent(onMissing);
  const known = useEffectEvent(() => listed);
  useEffect(() => {
    let here = true;
    const token = known();
    (token ? Promise.resolve(token) : getToken(id)).then(
      (view) => here && found(view),
      () => here && missing(),
    );
    return () => {
      here = false;
    };
  }, [id]);
  return null;
}
