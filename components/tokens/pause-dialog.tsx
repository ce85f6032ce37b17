"use client";

import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { announce } from "@/components/ui/toast";
import { updateToken } from "@/lib/http/client/tokens";
import { LastUse } from "./last-use";
import { useReason } from "./reason-field";
import type { TokenDialogProps } from "./token-dialogs";

/** Pauses an active token, resumes a paused one. */
export function PauseDialog({ token, whose, onClose, onDone, finalFocus }: TokenDialogProps) {
  const { pending, error, run } = useAction();
  const reason = useReason(token, whose);
  const verb = token.enabled ? "Pause" : "Resume";
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${verb} ${token.name}`}
      width="small"
      finalFocus={finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            pending={pending}
            onClick={() =>
              run(async () => {
                await updateToken(token.id, {
                  enabled: !token.enabled,
                  ...(reason.text === "" ? {} : { reason: reason.text }),
                });
                announce(`${token.enabled ? "Paused" : "Resumed"} ${token.name}.`);
                onDone();
              })
            }
          >
            {verb} token
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        <p>
          {token.enabled
            ? "Whatever uses it is refused from now on, until you resume it."
            : "Whatever still has its secret may use it again."}{" "}
          <LastUse token={token} />
        </p>
        {reason.field}
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}
