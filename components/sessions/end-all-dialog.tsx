"use client";

import { type RefObject, useRef } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

interface EndAllDialogProps {
  count: number;
  onClose: () => void;
  onConfirm: () => Promise<void>;
  returnTo: RefObject<HTMLElement | null>;
}

export default function EndAllDialog({ count, onClose, onConfirm, returnTo }: EndAllDialogProps) {
  const { pending, error, run } = useAction();
  const stay = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      role="alertdialog"
      crossless
      onClose={onClose}
      title="Sign out everywhere"
      width="small"
      initialFocus={stay}
      finalFocus={returnTo}
      footer={
        <>
          <Button ref={stay} onClick={onClose}>
            Stay signed in
          </Button>
          <Button tone="danger" pending={pending} onClick={() => run(onConfirm)}>
            Sign out everywhere
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        <p>
          {count === 1 ? "Your session ends" : `Your ${count} sessions end`}, this one included. Tokens go on
          working; revoke those apart.
        </p>
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}
