"use client";

import { renewLink } from "@/lib/http/client/users";
import type { UserLink } from "@/lib/users/schema";
import { ConfirmDialog } from "./confirm-dialog";
import type { UserDialogProps } from "./user-dialogs";

export function RenewLinkDialog({
  user,
  onClose,
  finalFocus,
  onLink,
}: UserDialogProps & { onLink: (link: UserLink) => void }) {
  const kind = user.invited ? "invite" : "reset";
  return (
    <ConfirmDialog
      title={`New ${kind} link for ${user.name}`}
      keep="Cancel"
      act={`Make ${kind} link`}
      onClose={onClose}
      onAct={async () => onLink(await renewLink(user.id))}
      finalFocus={finalFocus}
    >
      <p>
        {user.invited
          ? "Whoever opens it chooses the password and is in. It works once, for 72 hours."
          : "Whoever opens it chooses a new password. It works once, for an hour. When it is used, all their sessions end; their tokens keep working."}{" "}
        An earlier link stops working now.
      </p>
    </ConfirmDialog>
  );
}
