"use client";

import { type RefObject, useRef } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { announce } from "@/components/ui/toast";
import type { MemberView } from "@/lib/fleets/schema";
import { removeMember } from "@/lib/http/client/fleets";
import { Consequences } from "./consequences";
import { useConsequences } from "./use-consequences";

interface RemoveMemberDialogProps {
  fleet: { slug: string; name: string };
  member: MemberView;
  /** The row's button, which goes with the row; null when a link led here. */
  anchor: HTMLElement | null;
  fallback: RefObject<HTMLElement | null>;
  onClose: () => void;
  onRemoved: () => void;
}

/** Shows first what stops and what goes on. */
export default function RemoveMemberDialog(props: RemoveMemberDialogProps) {
  const { fleet, member, anchor, fallback, onClose, onRemoved } = props;
  const { pending, error, run } = useAction();
  const { consequences, error: readError } = useConsequences(fleet.slug, member.user_id);
  const keep = useRef<HTMLButtonElement>(null);
  const gone = useRef(false);
  return (
    <Dialog
      open
      role="alertdialog"
      sticky
      crossless
      onClose={onClose}
      title={`Remove ${member.name} from ${fleet.name}`}
      initialFocus={keep}
      finalFocus={() => (gone.current ? fallback.current : (anchor ?? fallback.current))}
      footer={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep member
          </Button>
          <Button
            tone="danger"
            disabled={consequences === null}
            pending={pending}
            onClick={() =>
              run(async () => {
                await removeMember(fleet.slug, member.user_id);
                gone.current = true;
                announce(`Removed ${member.name} from ${fleet.name}.`);
                onRemoved();
              })
            }
          >
            Remove member
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FailureNotice error={error ?? readError} />
        <Consequences fleet={fleet} member={member} consequences={consequences} />
      </div>
    </Dialog>
  );
}
