"use client";

import { type RefObject, useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { announce } from "@/components/ui/toast";
import { revokeAllTokens } from "@/lib/http/client/tokens";
import { useCount } from "./use-count";
import { WhoNotices } from "./who-notices";

interface RevokeAllDialogProps {
  onClose: () => void;
  onRevoked: () => void;
  returnTo: RefObject<HTMLElement | null>;
}

const word = "revoke all";
const count = () => revokeAllTokens(true);

/** Asks the server how many there are, then for a typed word, then does it. */
export default function RevokeAllDialog({ onClose, onRevoked, returnTo }: RevokeAllDialogProps) {
  const { number, error: countError } = useCount(count);
  const [typed, setTyped] = useState("");
  const { pending, error, run } = useAction();

  const agreed = typed.trim().toLowerCase() === word;

  function revoke() {
    if (!agreed || number === null) return;
    void run(async () => {
      const revoked = await revokeAllTokens(false);
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
      title="Revoke all my tokens"
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
          will be refused from the next request on: every script, job and agent that signs in as you stops.
          Paused ones are included. You stay signed in. This cannot be undone.
        </p>
        <WhoNotices total={number} />
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
