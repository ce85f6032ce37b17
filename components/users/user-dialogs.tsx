"use client";

import type { UserLink, UserView } from "@/lib/users/schema";
import { AdminDialog } from "./admin-dialog";
import { DeactivateDialog } from "./deactivate-dialog";
import { ReactivateDialog } from "./reactivate-dialog";
import { RenewLinkDialog } from "./renew-link-dialog";
import type { UserDeed } from "./user-menu";

/** What every dialog about one person is given. */
export interface UserDialogProps {
  user: UserView;
  onClose: () => void;
  /** It was done: close, and read the list again. */
  onDone: () => void;
  finalFocus: () => HTMLElement | null;
}

interface UserDialogsProps extends UserDialogProps {
  what: UserDeed;
  onLink: (link: UserLink) => void;
}

export default function UserDialogs({ what, onLink, ...shared }: UserDialogsProps) {
  switch (what) {
    case "link":
      return <RenewLinkDialog {...shared} onLink={onLink} />;
    case "admin":
      return <AdminDialog {...shared} />;
    case "deactivate":
      return <DeactivateDialog {...shared} />;
    case "reactivate":
      return <ReactivateDialog {...shared} />;
  }
}
