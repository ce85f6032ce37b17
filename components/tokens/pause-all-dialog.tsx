"use client";

import { type RefObject, useCallback, useRef, useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { announce } from "@/components/ui/toast";
import { pauseAllTokens } from "@/lib/http/client/tokens";
import type { TokenView } from "@/lib/tokens/schema";
import { meantBy, meantWords } from "./meant";
import { useCount } from "./use-count";
import { WhoNotices } from "./who-notices";
import type { Whose } from "./whose";

interface PauseAllDialogProps {
  whose: Whose;
  /** These alone; null: all of the list. */
  chosen: readonly TokenView[] | null;
  onClose: () => void;
  onPaused: () => void;
  returnTo: RefObject<HTMLElement | null>;
}

/** Stops everything for a while; nothing is lost, so no word has to be typed. */
export default function PauseAllDialog(props: PauseAllDialogProps) {
  const { whose, chosen, onClose, onPaused, returnTo } = props;
  const [which] = useState(() => meantBy(whose, chosen));
  const count = useCallback(() => pauseAllTokens({ ...which, dry_run: true }), [which]);
  const { number, error: countError } = useCount(count);
  const { pending, error, run } = useAction();
  const [reason, setReason] = useState("");
  const keep = useRef<HTMLButtonElement>(null);

  function pause() {
    if (!number) return;
    void run(async () => {
      const paused = await pauseAllTokens({
        ...which,
        ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      });
      announce(paused === 1 ? "Paused 1 token." : `Paused ${paused} tokens.`);
      onClose();
      onPaused();
    });
  }

  return (
    <Dialog
      open
      role="alertdialog"
      sticky
      crossless
      onClose={onClose}
      title={`Pause ${meantWords(whose, chosen)}`}
      width="small"
      initialFocus={keep}
      finalFocus={returnTo}
      footer={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep them working
          </Button>
          <Button tone="primary" disabled={!number} pending={pending} onClick={pause}>
            {number === null ? "Pause" : number === 1 ? "Pause 1 token" : `Pause ${number} tokens`}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          pause();
        }}
      >
        <p className="text-muted">
          {number === null ? (
            <Skeleton className="w-20" />
          ) : (
            <strong className="font-strong text-ink">{number === 1 ? "1 token" : `${number} tokens`}</strong>
          )}{" "}
          will be refused from the next request on, until you resume them one by one. Their secrets stay as
          they are.
        </p>
        <WhoNotices which={which} chosen={chosen} total={number} />
        <Field label="Reason" note="optional" help="It stands in the log and at each token.">
          <Input
            value={reason}
            maxLength={500}
            onChange={(event) => setReason(event.target.value)}
            autoComplete="off"
          />
        </Field>
        <FailureNotice error={error ?? countError} />
      </form>
    </Dialog>
  );
}
