import type { ReactNode } from "react";
import { RelativeTime } from "@/components/ui/relative-time";

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </>
  );
}

interface DeedProps {
  at: string;
  by: { name: string } | null;
  reason?: string | null;
}

/** When, by whom, why. */
export function Deed({ at, by, reason = null }: DeedProps) {
  return (
    <>
      <RelativeTime at={at} />
      {by && ` by ${by.name}`}
      {reason && `: ${reason}`}
    </>
  );
}
