"use client";

import { useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { asApiError } from "@/lib/http/client";
import { isCreatedToken, rotateToken } from "@/lib/http/client/tokens";
import type { CreatedToken, CreateTokenBody, RotateTokenBody } from "@/lib/tokens/schema";
import { endOf } from "./create/expiry";
import { ExpiryField } from "./create/expiry-field";
import { LastUse } from "./last-use";
import { newKey } from "./rotate/new-key";
import { canEndSilent, type Overlap, overlapSeconds } from "./rotate/overlap";
import { OverlapField } from "./rotate/overlap-field";
import type { TokenDialogProps } from "./token-dialogs";

interface RotateDialogProps extends TokenDialogProps {
  onRotated: (token: CreatedToken) => void;
}

type Expiry = Pick<CreateTokenBody, "expires_in" | "expires_at">;

/** A new secret, at once or with both working for a while. However often it is sent, one opened dialog makes one. */
export function RotateDialog({ token, onClose, onRotated, finalFocus }: RotateDialogProps) {
  const { now } = useNow();
  const { pending, error, run } = useAction();
  const [key, setKey] = useState(newKey);
  const [overlap, setOverlap] = useState<Overlap>({ choice: "none", other: "" });
  const [whenSilent, setWhenSilent] = useState(false);
  const [expiry, setExpiry] = useState<Expiry>({ expires_in: "90d" });
  const [lost, setLost] = useState(false);
  const expired = token.status === "expired";
  const seconds = overlapSeconds(overlap);
  const end = endOf(expiry, now);
  const wish = expired ? wishToRevive(end, now) : wishFor(seconds, whenSilent);

  function rotate() {
    if (wish === null) return;
    void run(async () => {
      try {
        const rotated = await rotateToken(token.id, wish, key);
        if (isCreatedToken(rotated)) return onRotated(rotated);
      } catch (thrown) {
        if (asApiError(thrown).code !== "idempotency_key_reused") throw thrown;
      }
      // It was done by a call whose answer never came, and the secret was in that answer.
      setLost(true);
      setKey(newKey());
    });
  }

  const of = (path: string) => error?.fields.find((problem) => problem.path === path)?.message;
  const atFields = of("overlap") ?? of("expires_in");
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rotate ${token.name}`}
      finalFocus={finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" pending={pending} disabled={wish === null} onClick={rotate}>
            Rotate token
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p className="text-muted">
          It gets a new secret and keeps its name and scopes{expired ? "" : " and its expiry"}. The old one is{" "}
          <span className="font-mono text-ink">{token.prefix}…</span>. <LastUse token={token} />
        </p>
        {expired ? (
          <ExpiryField value={expiry} onChange={setExpiry} now={now} error={of("expires_in")} />
        ) : (
          <OverlapField
            value={overlap}
            onChange={setOverlap}
            endWhenSilent={whenSilent}
            onEndWhenSilent={setWhenSilent}
            expiresAt={token.expires_at}
            now={now}
            error={of("overlap")}
          />
        )}
        {expired && (
          <p className="text-muted text-small">The old secret stays ended; only the new one works again.</p>
        )}
        {token.rotation && (
          <Notice tone="caution">
            Two secrets work already. The older one,{" "}
            <span className="font-mono">{token.rotation.old_prefix}…</span>, ends at once.
          </Notice>
        )}
        {lost && (
          <Notice tone="caution" role="alert">
            The token was rotated, but the answer with its new secret did not arrive. Rotate it once more for
            one that you can see.
          </Notice>
        )}
        <FailureNotice error={atFields === undefined ? error : null} />
      </div>
    </Dialog>
  );
}

function wishFor(seconds: number | null, whenSilent: boolean): RotateTokenBody | null {
  if (seconds === null) return null;
  return {
    overlap: seconds === 0 ? 0 : `${Math.ceil(seconds / 60)}m`,
    end_when_silent: whenSilent && canEndSilent(seconds),
  };
}

/** @param end when it is to expire; undefined: not chosen yet. */
function wishToRevive(end: number | null | undefined, now: number): RotateTokenBody | null {
  if (end === undefined) return null;
  return { expires_in: end === null ? "never" : `${Math.max(1, Math.round((end - now) / 60_000))}m` };
}
