"use client";

import { type ReactNode, useRef } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

interface ConfirmDialogProps {
  title: string;
  /** The safe way, and what is asked about. */
  keep: string;
  act: string;
  tone?: "primary" | "danger";
  onClose: () => void;
  onAct: () => Promise<void>;
  finalFocus: () => HTMLElement | null;
  children: ReactNode;
}

/** Says what will happen and asks; what the server refuses is said in place. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, keep, act, tone = "primary", onClose, onAct, finalFocus, children } = props;
  const { pending, error, run } = useAction();
  const safe = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      role="alertdialog"
      crossless
      onClose={onClose}
      title={title}
      width="small"
      initialFocus={safe}
      finalFocus={finalFocus}
      footer={
        <>
          <Button ref={safe} onClick={onClose}>
            {keep}
          </Button>
          <Button tone={tone} pending={pending} onClick={() => run(onAct)}>
            {act}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        {children}
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}
