"use client";

import { FailureNotice } from "@/components/forms/failure-notice";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { EditForm } from "./edit/edit-form";
import { useVersioned } from "./edit/use-versioned";
import type { TokenDialogProps } from "./token-dialogs";

/** Reads the token anew before it is changed: what is saved names the version that was read. */
export function EditDialog(props: TokenDialogProps) {
  const { token, onClose, finalFocus } = props;
  const { now, error, reload } = useVersioned(token.id);
  if (now) return <EditForm {...props} versioned={now} reload={reload} />;
  return (
    <Dialog open onClose={onClose} title={`Edit ${token.name}`} finalFocus={finalFocus}>
      <div aria-busy={error === null} className="flex flex-col gap-6 py-1">
        <FailureNotice error={error} />
        {!error && ["name", "description", "rest"].map((part) => <Skeleton key={part} className="w-full" />)}
      </div>
    </Dialog>
  );
}
