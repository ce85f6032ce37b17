"use client";

import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { fleetCookie } from "./fleet-cookie";
import type { Fleet } from "./places";

/** The fleet that is looked at: the one in the address, else the one before, else the first. */
export function useFleet(fleets: readonly Fleet[], remembered: string | null): Fleet | undefined {
  const path = usePathname();
  const inPath = /^\/fleets\/([^/]+)/.exec(path)?.[1];
  const [last, setLast] = useState(remembered);
  const here = fleets.find((fleet) => fleet.slug === inPath);
  const slug = here?.slug;

  useEffect(() => {
    if (slug === undefined) return;
    setLast(slug);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser yet
    document.cookie = `${fleetCookie}=${slug}; Path=/; Max-Age=31536000; SameSite=Lax`;
  }, [slug]);

  return here ?? fleets.find((fleet) => fleet.slug === last) ?? fleets[0];
}
