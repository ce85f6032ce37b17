"use client";

import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { rotateToken } from "@/lib/http/client/tokens";
import type { CreatedToken } from "@/lib/tokens/schema";
import { LastUse } from "./last-use";
import type { TokenDialogProps } from "./token-dialogs";

interface RotateDialogProps extends TokenDialogProps {
  onRotated: (token: CreatedToken) => void;
}

export function RotateDialog({ token, onClose, onRotated, finalFocus }: RotateDialogProps) {
  const { pending, error, run } = useAction();
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rotate ${token.name}`}
      width="small"
      finalFocus={finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            pending={pending}
            onClick={() => run(async () => onRotated(await rotateToken(token.id)))}
          >
            Rotate token
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        <p>
          It gets a new secret and keeps its name, scopes and expiry. The old secret,{" "}
          <span className="font-mono text-ink">{token.prefix}…</span>, ends at once: whatever uses it is
          refused until it has the new one. <LastUse token={token} />
        </p>
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}
