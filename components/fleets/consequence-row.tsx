"use client";

import { ExternalLink } from "lucide-react";
import { reissueHref } from "@/components/tokens/reissue";
import { useNow } from "@/components/ui/clock";
import { RelativeTime } from "@/components/ui/relative-time";
import { dayMs } from "@/components/ui/time";
import type { MemberConsequences } from "@/lib/fleets/schema";

type Token = MemberConsequences["tokens"][number];

/** Used so lately that something will miss it. */
const inUseDays = 30;

/** One token of who leaves; if something still uses it, the way to a fleet token that does the same. */
export function ConsequenceRow({ fleet, token }: { fleet: { slug: string }; token: Token }) {
  const { now } = useNow();
  const inUse = token.last_used_at !== null && now - Date.parse(token.last_used_at) < inUseDays * dayMs;
  return (
    <li className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 py-1.5">
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="truncate">{token.name}</span>
        <span className="shrink-0 font-mono text-label text-muted">{token.prefix}…</span>
      </span>
      <span className="shrink-0 text-label text-muted">
        {token.last_used_at === null ? (
          "never used"
        ) : (
          <>
            used <RelativeTime at={token.last_used_at} />
          </>
        )}
      </span>
      {inUse && token.status === "active" && (
        <a
          href={reissueHref(fleet.slug, token)}
          target="_blank"
          rel="noopener"
          className="inline-flex w-full items-center gap-1 text-accent-text text-label underline-offset-2 hover:underline"
        >
          Reissue as a fleet token
          <ExternalLink className="size-3" role="img" aria-label="(in a new tab)" />
        </a>
      )}
    </li>
  );
}
