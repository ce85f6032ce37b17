"use client";

import { announce } from "@/components/ui/toast";
import { updateUser } from "@/lib/http/client/users";
import type { UserView } from "@/lib/users/schema";
import { ConfirmDialog } from "./confirm-dialog";
import { EndingTokens } from "./ending-tokens";
import { useConsequences } from "./use-consequences";
import type { UserDialogProps } from "./user-dialogs";

export function AdminDialog(props: UserDialogProps) {
  return props.user.admin ? <LowerDialog {...props} /> : <RaiseDialog {...props} />;
}

function RaiseDialog({ user, onClose, onDone, finalFocus }: UserDialogProps) {
  return (
    <ConfirmDialog
      title={`Make ${user.name} an instance admin`}
      keep="Cancel"
      act="Make instance admin"
      onClose={onClose}
      onAct={async () => {
        await updateUser(user.id, { admin: true });
        announce(`${user.name} is an instance admin.`);
        onDone();
      }}
      finalFocus={finalFocus}
    >
      <p>
        They hold everything in every fleet from now on, see and stop everybody’s tokens, and make and unmake
        instance admins, you included. Their tokens that inherit, or hold{" "}
        <code className="font-mono text-ink">admin</code>, widen with them.
        {user.invited && " Their invite link ends; make them a new one afterwards."}
      </p>
    </ConfirmDialog>
  );
}

function LowerDialog({ user, onClose, onDone, finalFocus }: UserDialogProps) {
  const roles = user.fleets.map(({ slug, role }) => `${role} of ${slug}`).join(", ");
  return (
    <ConfirmDialog
      title={`Remove ${user.name} as instance admin`}
      keep="Keep instance admin"
      act="Remove as instance admin"
      tone="danger"
      onClose={onClose}
      onAct={async () => {
        await updateUser(user.id, { admin: false });
        announce(`${user.name} is no instance admin any more.`);
        onDone();
      }}
      finalFocus={finalFocus}
    >
      {roles === "" ? (
        <>
          <p>
            They are in no fleet, so nothing remains that their tokens could open: all personal ones are
            revoked for good. They stay signed in.
          </p>
          <LosingTokens user={user} />
        </>
      ) : (
        <p>
          They remain {roles}. They stay signed in; what they and their tokens do in other fleets, and to the
          instance, is refused from the next request on. Personal tokens limited to other fleets are revoked
          for good.
        </p>
      )}
    </ConfirmDialog>
  );
}

function LosingTokens({ user }: { user: UserView }) {
  const { known } = useConsequences(user.id);
  return known && <EndingTokens user={user} known={known} />;
}
