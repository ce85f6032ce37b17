"use client";

import { type RefObject, useCallback, useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { announce } from "@/components/ui/toast";
import { revokeAllTokens } from "@/lib/http/client/tokens";
import type { TokenView } from "@/lib/tokens/schema";
import { allStops, meantBy, meantWords } from "./meant";
import { useCount } from "./use-count";
import { WhoNotices } from "./who-notices";
import type { Whose } from "./whose";

interface RevokeAllDialogProps {
  whose: Whose;
  /** These alone; null: all of the list. */
  chosen: readonly TokenView[] | null;
  onClose: () => void;
  onRevoked: () => void;
  returnTo: RefObject<HTMLElement | null>;
}

/** Asks the server how many there are, then for a typed word, then does it. */
export default function RevokeAllDialog(props: RevokeAllDialogProps) {
  const { whose, chosen, onClose, onRevoked, returnTo } = props;
  const [which] = useState(() => meantBy(whose, chosen));
  const word = chosen ? `revoke ${chosen.length}` : "revoke all";
  const count = useCallback(() => revokeAllTokens({ ...which, dry_run: true }), [which]);
  const { number, error: countError } = useCount(count);
  const [typed, setTyped] = useState("");
  const { pending, error, run } = useAction();

  const agreed = typed.trim().toLowerCase() === word;

  function revoke() {
    if (!agreed || number === null) return;
    void run(async () => {
      const revoked = await revokeAllTokens({ ...which });
      announce(revoked === 1 ? "Revoked 1 token." : `Revoked ${revoked} tokens.`);
      onClose();
      onRevoked();
    });
  }

  return (
    <Dialog
      open
      role="alertdialog"
      sticky
      crossless
      onClose={onClose}
      title={`Revoke ${meantWords(whose, chosen)}`}
      width="small"
      finalFocus={returnTo}
      footer={
        <>
          <Button onClick={onClose}>Keep them</Button>
          <Button tone="danger" disabled={!agreed || number === null} pending={pending} onClick={revoke}>
            {number === null ? "Revoke" : number === 1 ? "Revoke 1 token" : `Revoke ${number} tokens`}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          revoke();
        }}
      >
        <p className="text-muted">
          {number === null ? (
            <Skeleton className="w-20" />
          ) : (
            <strong className="font-strong text-ink">{number === 1 ? "1 token" : `${number} tokens`}</strong>
          )}{" "}
          will be refused from the next request on: every script, job and agent that signs in{" "}
          {chosen ? "with them stops." : allStops(whose)} Paused ones are included. This cannot be undone.
        </p>
        <WhoNotices which={which} chosen={chosen} total={number} />
        <Field
          label={
            <>
              Type <span className="font-mono">{word}</span> to go on
            </>
          }
        >
          <Input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        </Field>
        <FailureNotice error={error ?? countError} />
      </form>
    </Dialog>
  );
}
