"use client";

import Link from "next/link";
import { type RefObject, useRef } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button, buttonStyle } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { announce } from "@/components/ui/toast";
import type { NamespaceView } from "@/lib/fleets/schema";
import { removeNamespace } from "@/lib/http/client/fleets";

interface RemoveNamespaceDialogProps {
  fleet: { slug: string; name: string };
  namespace: NamespaceView;
  /** The row's button, which goes with the row. */
  anchor: HTMLElement;
  fallback: RefObject<HTMLElement | null>;
  onClose: () => void;
  onRemoved: () => void;
}

/** While machines stand in it: why not, and where they are. */
export default function RemoveNamespaceDialog(props: RemoveNamespaceDialogProps) {
  const { fleet, namespace, anchor, fallback, onClose, onRemoved } = props;
  const { pending, error, run } = useAction();
  const keep = useRef<HTMLButtonElement>(null);
  const gone = useRef(false);
  const machines = namespace.machines ?? 0;
  const inUse = machines > 0;
  return (
    <Dialog
      open
      role="alertdialog"
      crossless
      onClose={onClose}
      title={inUse ? `${namespace.name} is still in use` : `Remove ${namespace.name}`}
      width="small"
      initialFocus={keep}
      finalFocus={() => (gone.current ? fallback.current : anchor)}
      footer={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep namespace
          </Button>
          {inUse ? (
            <Link
              href={`/fleets/${fleet.slug}/machines?namespace=${namespace.name}`}
              className={buttonStyle({ tone: "primary" })}
            >
              See machines
            </Link>
          ) : (
            <Button
              tone="danger"
              pending={pending}
              onClick={() =>
                run(async () => {
                  await removeNamespace(fleet.slug, namespace.name);
                  gone.current = true;
                  announce(`Removed ${namespace.name}.`);
                  onClose();
                  onRemoved();
                })
              }
            >
              Remove namespace
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        {inUse ? (
          <p>
            <strong className="font-strong text-ink">
              {machines === 1 ? "1 machine stands" : `${machines} machines stand`}
            </strong>{" "}
            in it. Move or deregister {machines === 1 ? "it" : "them"} first; then it can be removed.
          </p>
        ) : (
          <p>
            Tokens limited to <span className="font-mono text-ink">{namespace.name}</span> alone open nothing
            in {fleet.name} any more. A namespace of the same name added later is another one and does not
            bring them back.
          </p>
        )}
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}
