"use client";

import { useRouter } from "next/navigation";
import { lazy, type RefObject, Suspense } from "react";
import type { CreatedToken, NarrowingView, TokenView } from "@/lib/tokens/schema";
import type { Choices } from "./create/reach";
import { NarrowByAddress } from "./narrow-by-address";
import type { useOpenQuery } from "./open-query";
import { createsHere, type TokenDeed, type Whose } from "./whose";

// What opens on demand loads on demand, a moment before: when a pointer or the focus comes near.
export const loadCreate = () => import("./create/create-dialog");
const CreateDialog = lazy(loadCreate);
const loadClone = () => import("./create/clone");
const loadSecret = () => import("./secret/secret-dialog");
const SecretDialog = lazy(loadSecret);
export const loadMenu = () => import("./token-menu");
const TokenMenu = lazy(loadMenu);
const loadDialogs = () => import("./token-dialogs");
const TokenDialogs = lazy(loadDialogs);
export const loadRevokeAll = () => import("./revoke-all-dialog");
const RevokeAllDialog = lazy(loadRevokeAll);
export const loadPauseAll = () => import("./pause-all-dialog");
const PauseAllDialog = lazy(loadPauseAll);
export const loadWhich = () => import("./which/which-dialog");
const WhichDialog = lazy(loadWhich);
const loadDetails = () => import("./details/details-sheet");
const DetailsSheet = lazy(loadDetails);

/** What stands open over the list. The clear secret lives here and nowhere else, and goes with its dialog. */
export type Open =
  /** Without `chosen`: all of the list. */
  | { what: "revoke-all" | "pause-all"; chosen?: readonly TokenView[] }
  | { what: "menu"; token: TokenView; anchor: HTMLElement }
  | { what: TokenDeed; token: TokenView; anchor: HTMLElement | null }
  | { what: "secret"; created: CreatedToken; rotated: boolean };

interface OverlaysProps {
  open: Open | null;
  setOpen: (open: Open | null | ((now: Open | null) => Open | null)) => void;
  address: ReturnType<typeof useOpenQuery>;
  listed: readonly TokenView[];
  whose: Whose;
  choices: Choices;
  /** Open wishes about tokens of this list. */
  narrowings: readonly NarrowingView[];
  createButton: RefObject<HTMLElement | null>;
}

/** The dialogs, menus and sheets of the tokens page; one at a time. */
export function Overlays(props: OverlaysProps) {
  const { open, setOpen, address, listed, whose, choices, narrowings, createButton } = props;
  const router = useRouter();
  const close = () => setOpen(null);
  const refresh = () => router.refresh();
  function clone(token: TokenView) {
    close();
    // The form of this page, when it makes tokens of that owner; else the page that does.
    const here = whose.list === (token.kind === "fleet" ? "fleet" : "mine");
    void loadClone().then(({ prefillFrom, cloneAddress }) => {
      if (here) void address.startCloning(prefillFrom(token));
      else router.push(cloneAddress(token));
    });
  }
  const rowButton = (id: string) => document.querySelector<HTMLElement>(`[data-details="${CSS.escape(id)}"]`);

  function created(token: CreatedToken, rotated: boolean) {
    void loadSecret();
    setOpen({ what: "secret", created: token, rotated });
    if (!address.closeAll()) refresh();
  }

  return (
    <Suspense>
      {address.creating && createsHere(whose) && open === null && (
        <CreateDialog
          fleet={whose.list === "fleet" ? whose.fleet : null}
          prefill={address.prefill}
          choices={choices}
          onClose={address.closeAll}
          onCreated={(token) => created(token, false)}
          returnTo={createButton}
        />
      )}
      {address.detailsOf !== null && open === null && (
        <DetailsSheet
          id={address.detailsOf}
          whose={whose}
          narrowings={narrowings}
          listed={listed.find((token) => token.id === address.detailsOf)}
          onClose={address.closeAll}
          onDeed={(what, token) => {
            setOpen({ what, token, anchor: rowButton(token.id) });
            address.closeAll();
          }}
          onClone={clone}
          onChanged={refresh}
          finalFocus={() => rowButton(address.detailsOf ?? "") ?? createButton.current}
        />
      )}
      {address.narrowing !== null && open === null && (
        <NarrowByAddress
          id={address.narrowing}
          listed={listed.find((token) => token.id === address.narrowing)}
          onFound={(token) => {
            setOpen({ what: "narrow", token, anchor: rowButton(token.id) });
            address.closeAll();
          }}
          onMissing={() => address.closeAll()}
        />
      )}
      {address.asking && open === null && (
        <WhichDialog
          whose={whose}
          onClose={() => address.closeAll()}
          onDeed={(what, token) => {
            setOpen({ what, token, anchor: rowButton(token.id) });
            address.closeAll();
          }}
          onDetails={(token) => void address.showDetails(token.id)}
          returnTo={createButton}
        />
      )}
      {open?.what === "secret" && (
        <SecretDialog
          created={open.created}
          rotated={open.rotated}
          onClose={() => {
            close();
            // Whoever tried the command meanwhile wants to see that it was used.
            refresh();
          }}
          returnTo={createButton}
        />
      )}
      {open?.what === "menu" && (
        <TokenMenu
          token={open.token}
          whose={whose}
          anchor={open.anchor}
          onNear={loadDialogs}
          onDetails={() => {
            void loadDetails();
            close();
            void address.showDetails(open.token.id);
          }}
          onClone={() => clone(open.token)}
          onChoose={(what) => setOpen({ what, token: open.token, anchor: open.anchor })}
          onClose={() => setOpen((now) => (now?.what === "menu" ? null : now))}
        />
      )}
      {open?.what === "revoke-all" && (
        <RevokeAllDialog
          whose={whose}
          chosen={open.chosen ?? null}
          onClose={close}
          onRevoked={refresh}
          returnTo={createButton}
        />
      )}
      {open?.what === "pause-all" && (
        <PauseAllDialog
          whose={whose}
          chosen={open.chosen ?? null}
          onClose={close}
          onPaused={refresh}
          returnTo={createButton}
        />
      )}
      {open && "anchor" in open && open.what !== "menu" && (
        <TokenDialogs
          what={open.what}
          token={open.token}
          whose={whose}
          choices={choices}
          narrowings={narrowings}
          anchor={open.anchor}
          fallback={createButton}
          onClose={close}
          onChanged={() => {
            close();
            refresh();
          }}
          onRotated={(token) => created(token, true)}
        />
      )}
    </Suspense>
  );
}
