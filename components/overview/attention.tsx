import Link from "next/link";
import { TokenStatus } from "@/components/tokens/token-status";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import type { TokenView } from "@/lib/tokens/schema";
import { byReason, type Reason } from "./reasons";

const shown = 5;

/** Tokens that deserve a look, by reason. */
export function Attention({ tokens }: { tokens: readonly TokenView[] }) {
  const groups = byReason(tokens);
  if (groups.length === 0) {
    return (
      <p className="rounded-surface border border-line bg-surface px-4 py-5">
        <Status tone="good" shape="full">
          None of your tokens needs a look
        </Status>
      </p>
    );
  }
  return groups.map(({ reason, tokens: found }) => (
    <section key={reason.id} className="rounded-surface border border-line bg-surface">
      <header className="border-line border-b px-4 py-3">
        <h2 className="flex items-baseline gap-2 font-strong">
          {reason.title}
          <span className="font-plain text-muted text-small tabular-nums">{found.length}</span>
        </h2>
        <p className="text-muted text-small">{reason.help}</p>
      </header>
      <ul>
        {found.slice(0, shown).map((token) => (
          <li key={token.id} className="border-line not-last:border-b">
            <TokenLine token={token} reason={reason.id} />
          </li>
        ))}
        {found.length > shown && (
          <li className="px-4 py-2.5 text-muted text-small">
            {reason.list ? (
              <Link href={reason.list} className="rounded-mark underline underline-offset-3 hover:text-ink">
                and {found.length - shown} more
              </Link>
            ) : (
              `and ${found.length - shown} more`
            )}
          </li>
        )}
      </ul>
    </section>
  ));
}

/** A fleet's token stands in its fleet's list, and has that fleet for its only one. */
function listOf({ kind, fleets }: TokenView): string {
  return kind === "fleet" ? `/fleets/${fleets?.[0]}/tokens` : "/settings/tokens";
}

/** What it is there for stands beside its name: since when a rotation is due, else its state. */
function TokenLine({ token, reason }: { token: TokenView; reason: Reason["id"] }) {
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 px-4 py-1.5 text-small">
      <Link
        href={`${listOf(token)}?status=all&token=${token.id}`}
        prefetch={false}
        data-tells-times=""
        className="min-w-0 flex-1 truncate rounded-mark font-strong underline-offset-3 hover:underline"
      >
        {token.name}
      </Link>
      {reason === "rotation" && token.rotate_due_at ? (
        <Status tone="caution" shape="half">
          due <RelativeTime at={token.rotate_due_at} label="Due" />
        </Status>
      ) : (
        <TokenStatus token={token} />
      )}
      <span className="w-28 shrink-0 text-right text-label text-muted tabular-nums max-narrow:hidden">
        {token.last_used_at ? (
          <>
            used <RelativeTime at={token.last_used_at} label="Last used" />
          </>
        ) : (
          "never used"
        )}
      </span>
    </div>
  );
}
