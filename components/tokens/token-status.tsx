"use client";

import { useNow } from "@/components/ui/clock";
import { Status } from "@/components/ui/status";
import { exactWords, spanWords } from "@/components/ui/time";
import type { TokenView } from "@/lib/tokens/schema";

type Life = Pick<
  TokenView,
  "status" | "flags" | "expires_at" | "disabled_at" | "disabled_by" | "revoked_at" | "revoked_by"
>;

export function TokenStatus({ token }: { token: Life }) {
  const { now, live } = useNow();
  const when = (at: string) => exactWords(Date.parse(at), live ? "local" : "utc");
  switch (token.status) {
    case "revoked":
      return (
        <Status tone="quiet" shape="cross" tip={since("Revoked", token.revoked_at, token.revoked_by, when)}>
          Revoked
        </Status>
      );
    case "expired":
      return (
        <Status tone="quiet" shape="ring" tip={since("Expired", token.expires_at, null, when)}>
          Expired
        </Status>
      );
    case "disabled":
      return (
        <Status
          tone="caution"
          shape="pause"
          tip={since("Paused", token.disabled_at, token.disabled_by, when)}
        >
          Paused
        </Status>
      );
    case "active": {
      const left = token.expires_at === null ? null : Date.parse(token.expires_at) - now;
      if (left === null || !token.flags.includes("expiring_soon")) {
        return (
          <Status tone="good" shape="full">
            Active
          </Status>
        );
      }
      return (
        <Status tone="caution" shape="half" tip={`Expires ${when(token.expires_at ?? "")}`}>
          {left > 0 ? `${spanWords(left)} left` : "Expired"}
        </Status>
      );
    }
  }
}

function since(
  what: string,
  at: string | null,
  by: { name: string } | null,
  when: (at: string) => string,
): string | undefined {
  if (at === null) return undefined;
  return `${what} ${when(at)}${by === null ? "" : ` by ${by.name}`}`;
}
