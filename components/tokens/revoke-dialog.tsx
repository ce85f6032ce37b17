"use client";

import { useRef } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { announce } from "@/components/ui/toast";
import { revokeToken } from "@/lib/http/client/tokens";
import { LastUse } from "./last-use";
import { useReason } from "./reason-field";
import type { TokenDialogProps } from "./token-dialogs";

export function RevokeDialog({ token, whose, onClose, onDone, finalFocus }: TokenDialogProps) {
  const { pending, error, run } = useAction();
  const reason = useReason(token, whose);
  const keep = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      role="alertdialog"
      onClose={onClose}
      title={`Revoke ${token.name}`}
      width="small"
      crossless
      initialFocus={keep}
      finalFocus={finalFocus}
      footer={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep token
          </Button>
          <Button
            tone="danger"
            pending={pending}
            onClick={() =>
              run(async () => {
                await revokeToken(token.id, reason.text);
                announce(`Revoked ${token.name}.`);
                onDone();
              })
            }
          >
            Revoke token
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        <p>
          Whatever uses <span className="font-mono text-ink">{token.prefix}…</span> is refused from its next
          request on. This cannot be undone. <LastUse token={token} />
        </p>
        {reason.field}
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}
