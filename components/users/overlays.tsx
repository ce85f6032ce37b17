"use client";

import { useRouter } from "next/navigation";
import { lazy, type RefObject, Suspense } from "react";
import type { CreatedUser, UserLink, UserView } from "@/lib/users/schema";
import type { UserDeed } from "./user-menu";

// What opens on demand loads on demand, a moment before: when a pointer or the focus comes near.
export const loadInvite = () => import("./invite-dialog");
const InviteDialog = lazy(loadInvite);
const loadLink = () => import("./link-dialog");
const LinkDialog = lazy(loadLink);
export const loadMenu = () => import("./user-menu");
const UserMenu = lazy(loadMenu);
const loadDialogs = () => import("./user-dialogs");
const UserDialogs = lazy(loadDialogs);

/** What stands open over the list. A link lives here and nowhere else, and goes with its dialog. */
export type Open =
  | { what: "invite" }
  | { what: "menu"; user: UserView; anchor: HTMLElement }
  | { what: UserDeed; user: UserView; anchor: HTMLElement }
  | { what: "show-link"; name: string; link: UserLink; anchor: HTMLElement | null };

interface OverlaysProps {
  open: Open | null;
  setOpen: (open: Open | null | ((now: Open | null) => Open | null)) => void;
  inviteButton: RefObject<HTMLElement | null>;
}

/** The dialogs and menus of the users page; one at a time. */
export function Overlays({ open, setOpen, inviteButton }: OverlaysProps) {
  const router = useRouter();
  const close = () => setOpen(null);
  const refresh = () => router.refresh();
  /** The row's button; a filter may take the row away. */
  const backTo = (anchor: HTMLElement | null) => (anchor?.isConnected ? anchor : inviteButton.current);

  function invited({ name, link, link_expires_at: expiresAt }: CreatedUser) {
    void loadLink();
    refresh();
    if (link === undefined || expiresAt === undefined) return close();
    setOpen({
      what: "show-link",
      name,
      link: { kind: "invite", link, expires_at: expiresAt },
      anchor: null,
    });
  }

  return (
    <Suspense>
      {open?.what === "invite" && <InviteDialog onClose={close} onInvited={invited} />}
      {open?.what === "show-link" && (
        <LinkDialog
          name={open.name}
          link={open.link}
          onClose={close}
          finalFocus={() => backTo(open.anchor)}
        />
      )}
      {open?.what === "menu" && (
        <UserMenu
          user={open.user}
          anchor={open.anchor}
          onNear={loadDialogs}
          onChoose={(what) => setOpen({ what, user: open.user, anchor: open.anchor })}
          onClose={() => setOpen((now) => (now?.what === "menu" ? null : now))}
        />
      )}
      {open && "user" in open && open.what !== "menu" && (
        <UserDialogs
          what={open.what}
          user={open.user}
          onClose={close}
          onDone={() => {
            close();
            refresh();
          }}
          onLink={(link) => setOpen({ what: "show-link", name: open.user.name, link, anchor: open.anchor })}
          finalFocus={() => backTo(open.anchor)}
        />
      )}
    </Suspense>
  );
}
