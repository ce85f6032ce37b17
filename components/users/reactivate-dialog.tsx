"use client";

import { announce } from "@/components/ui/toast";
import { updateUser } from "@/lib/http/client/users";
import { ConfirmDialog } from "./confirm-dialog";
import type { UserDialogProps } from "./user-dialogs";

export function ReactivateDialog({ user, onClose, onDone, finalFocus }: UserDialogProps) {
  const roles = user.fleets.map(({ slug, role }) => `${role} of ${slug}`).join(", ");
  return (
    <ConfirmDialog
      title={`Reactivate ${user.name}`}
      keep="Keep deactivated"
      act="Reactivate user"
      onClose={onClose}
      onAct={async () => {
        await updateUser(user.id, { active: true });
        announce(`Reactivated ${user.name}.`);
        onDone();
      }}
      finalFocus={finalFocus}
    >
      <p>
        {user.invited
          ? "They have no password yet: make a new invite link afterwards."
          : "They may sign in again with the password they had."}{" "}
        {user.admin && <strong className="font-strong text-ink">They are an instance admin again. </strong>}
        {roles === "" ? "They are in no fleet." : `They are ${roles} as before.`} Their tokens stay revoked.
      </p>
    </ConfirmDialog>
  );
}
