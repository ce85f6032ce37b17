"use client";

import { useEffect, useState } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { lastUsedTokens } from "@/lib/http/client/tokens";
import type { TokenView } from "@/lib/tokens/schema";
import type { Meant } from "./meant";

const shown = 6;

interface WhoNoticesProps {
  which: Meant;
  chosen: readonly TokenView[] | null;
  total: number | null;
}

/** Those used last first. */
function firstOf(tokens: readonly TokenView[]): TokenView[] {
  const time = (token: TokenView) => (token.last_used_at === null ? 0 : Date.parse(token.last_used_at));
  return [...tokens].sort((a, b) => time(b) - time(a)).slice(0, shown);
}

/** Whose calls would be refused: those used last first. `which` must stay the same object; `total`: of how many, when it is known. */
export function WhoNotices({ which, chosen, total }: WhoNoticesProps) {
  const [tokens, setTokens] = useState<readonly TokenView[] | null>(chosen && firstOf(chosen));

  useEffect(() => {
    // Those that were chosen are known by name.
    if ("ids" in which) return;
    let here = true;
    lastUsedTokens(which, shown).then(
      (found) => here && setTokens(found),
      // The number alone has to do.
      () => here && setTokens([]),
    );
    return () => {
      here = false;
    };
  }, [which]);

  if (tokens?.length === 0) return null;
  const more = total === null || tokens === null ? 0 : total - tokens.length;
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-strong text-label">Who will notice</h3>
      <ul className="rounded-control bg-sunken px-3 py-1 text-small" aria-busy={tokens === null}>
        {(tokens ?? Array.from({ length: Math.min(shown, total ?? 3) }, () => null)).map((token, index) => (
          <li
            key={token?.id ?? `line-${index + 1}`}
            className="flex h-8 items-center justify-between gap-3 border-line not-last:border-b"
          >
            {token ? (
              <>
                <span className="truncate">{token.name}</span>
                <span className="shrink-0 text-label text-muted">
                  {token.last_used_at ? (
                    <>
                      used <RelativeTime at={token.last_used_at} />
                    </>
                  ) : (
                    "never used"
                  )}
                </span>
              </>
            ) : (
              <Skeleton className="w-full" />
            )}
          </li>
        ))}
        {more > 0 && <li className="flex h-8 items-center text-muted">and {more} more</li>}
      </ul>
    </section>
  );
}
