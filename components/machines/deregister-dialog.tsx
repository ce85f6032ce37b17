"use client";

import { type RefObject, useRef } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { announce } from "@/components/ui/toast";
import { deregisterMachine } from "@/lib/http/client/machines";
import type { MachineView } from "@/lib/machines/schema";

interface DeregisterDialogProps {
  fleet: string;
  machine: MachineView;
  /** The row's button, which goes with the row. */
  anchor: HTMLElement;
  fallback: RefObject<HTMLElement | null>;
  onClose: () => void;
  onDeregistered: () => void;
}

export default function DeregisterDialog(props: DeregisterDialogProps) {
  const { fleet, machine, anchor, fallback, onClose, onDeregistered } = props;
  const { pending, error, run } = useAction();
  const keep = useRef<HTMLButtonElement>(null);
  const gone = useRef(false);
  return (
    <Dialog
      open
      role="alertdialog"
      crossless
      onClose={onClose}
      title={`Deregister ${machine.name}`}
      width="small"
      initialFocus={keep}
      finalFocus={() => (gone.current ? fallback.current : anchor)}
      footer={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep machine
          </Button>
          <Button
            tone="danger"
            pending={pending}
            onClick={() =>
              run(async () => {
                await deregisterMachine(fleet, machine.id);
                gone.current = true;
                announce(`Deregistered ${machine.name}.`);
                onClose();
                onDeregistered();
              })
            }
          >
            Deregister machine
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        <p>
          It disappears from the namespace <span className="text-ink">{machine.namespace}</span>. Nothing on
          the machine itself changes, and it may be registered again.
        </p>
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}
