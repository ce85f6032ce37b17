"use client";

import { type RefObject, useRef } from "react";
import type { CreatedToken, TokenView } from "@/lib/tokens/schema";
import { EditDialog } from "./edit-dialog";
import { PauseDialog } from "./pause-dialog";
import { RevokeDialog } from "./revoke-dialog";
import { RotateDialog } from "./rotate-dialog";
import type { TokenDeed } from "./token-menu";

/** What every dialog about one token is given. */
export interface TokenDialogProps {
  token: TokenView;
  onClose: () => void;
  /** It was done: close, and read the list again. */
  onDone: () => void;
  /** The row's button; after something that takes the row away, a place that stays. */
  finalFocus: () => HTMLElement | null;
}

interface TokenDialogsProps {
  what: TokenDeed;
  token: TokenView;
  anchor: HTMLElement | null;
  fallback: RefObject<HTMLElement | null>;
  onClose: () => void;
  onChanged: () => void;
  onRotated: (token: CreatedToken) => void;
}

export default function TokenDialogs(props: TokenDialogsProps) {
  const { what, token, anchor, fallback, onClose, onChanged, onRotated } = props;
  const gone = useRef(false);
  const shared: TokenDialogProps = {
    token,
    onClose,
    onDone: () => {
      gone.current = what === "revoke";
      onChanged();
    },
    finalFocus: () => (gone.current ? fallback.current : (anchor ?? fallback.current)),
  };
  switch (what) {
    case "edit":
      return <EditDialog {...shared} />;
    case "pause":
      return <PauseDialog {...shared} />;
    case "rotate":
      return <RotateDialog {...shared} onRotated={onRotated} />;
    case "revoke":
      return <RevokeDialog {...shared} />;
  }
}
