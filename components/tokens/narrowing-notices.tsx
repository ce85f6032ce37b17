"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button, buttonStyle } from "@/components/ui/button";
import { announce } from "@/components/ui/toast";
import { settleNarrowing } from "@/lib/http/client/tokens";
import type { NarrowingView } from "@/lib/tokens/schema";

interface NarrowingNoticesProps {
  wishes: readonly NarrowingView[];
  /** Opens the dialog that narrows the token; without it a link leads there. */
  onNarrow?: (tokenId: string) => void;
}

/** What admins of fleets ask the owner of a token, with the two answers. */
export function NarrowingNotices({ wishes, onNarrow }: NarrowingNoticesProps) {
  if (wishes.length === 0) return null;
  return (
    <section
      aria-label="What fleets’ admins ask of you"
      className="rounded-surface border border-line bg-surface"
    >
      <ul>
        {wishes.map((wish) => (
          <li key={wish.id} className="border-line not-last:border-b">
            <Wish wish={wish} onNarrow={onNarrow} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface WishProps {
  wish: NarrowingView;
  onNarrow: ((tokenId: string) => void) | undefined;
}

function Wish({ wish, onNarrow }: WishProps) {
  const router = useRouter();
  const { pending, error, run } = useAction();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5 text-small">
      <p className="wrap-anywhere min-w-0 flex-1 basis-70">
        {wish.requested_by.name} asks you to keep <strong className="font-strong">{wish.token_name}</strong>{" "}
        out of {wish.fleet_name}
        {wish.reason && `: ${wish.reason}`}
      </p>
      <div className="flex gap-2">
        <Button
          size="small"
          pending={pending}
          onClick={() =>
            run(async () => {
              await settleNarrowing(wish.token_id, wish.fleet);
              announce("Dismissed. The token stays as it is.");
              router.refresh();
            })
          }
        >
          Dismiss
        </Button>
        {onNarrow ? (
          <Button size="small" aria-haspopup="dialog" onClick={() => onNarrow(wish.token_id)}>
            Narrow
          </Button>
        ) : (
          <Link
            href={`/settings/tokens?narrow=${wish.token_id}`}
            prefetch={false}
            className={buttonStyle({ size: "small" })}
          >
            Narrow
          </Link>
        )}
      </div>
      {error && (
        <div className="w-full">
          <FailureNotice error={error} />
        </div>
      )}
    </div>
  );
}
