"use client";

import { ExternalLink } from "lucide-react";
import { useNow } from "@/components/ui/clock";
import { RelativeTime } from "@/components/ui/relative-time";
import type { DeactivationView, UserView } from "@/lib/users/schema";
import { isInUse, reissueAt } from "./reissue";

interface EndingTokensProps {
  user: UserView;
  known: DeactivationView;
}

const fewest = 6;

/**
 * Whose calls would be refused: all that are in use, those used last first, and a few others. Beside each that is in
 * use, the way to keep it going.
 */
export function EndingTokens({ user, known }: EndingTokensProps) {
  const { now } = useNow();
  if (known.tokens.length === 0) return null;
  const inUse = known.tokens.filter((token) => isInUse(token, now)).length;
  const shown = known.tokens.slice(0, Math.max(inUse, fewest));
  const more = known.tokens_total - shown.length;
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-strong text-ink text-label">
        {known.tokens_total === 1 ? "1 token is revoked" : `${known.tokens_total} tokens are revoked`}
      </h3>
      <ul className="rounded-control bg-sunken px-3 py-1 text-small">
        {shown.map((token) => {
          const reissue = isInUse(token, now) ? reissueAt(token, user) : null;
          return (
            <li
              key={token.id}
              className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 border-line py-1.5 not-last:border-b"
            >
              <span className="min-w-0 truncate text-ink">{token.name}</span>
              <span className="shrink-0 text-label text-muted">
                {token.status === "active"
                  ? ""
                  : `${token.status === "disabled" ? "paused" : token.status}, `}
                {token.last_used_at ? (
                  <>
                    used <RelativeTime at={token.last_used_at} />
                  </>
                ) : (
                  "never used"
                )}
              </span>
              {reissue && (
                <a
                  href={reissue.href}
                  target="_blank"
                  rel="noreferrer"
                  className="inline-flex basis-full items-center gap-1 text-accent-text underline-offset-3 hover:underline"
                >
                  Reissue as a fleet token of {reissue.fleet}
                  <ExternalLink className="size-3" aria-hidden />
                  <span className="sr-only">: {token.name}, in a new tab</span>
                </a>
              )}
            </li>
          );
        })}
        {more > 0 && <li className="flex h-8 items-center text-muted">and {more} more</li>}
      </ul>
    </section>
  );
}
