"use client";

import { type RefObject, useRef } from "react";
import type { CreatedToken, NarrowingView, TokenView } from "@/lib/tokens/schema";
import type { Choices } from "./create/reach";
import { EditDialog } from "./edit-dialog";
import { NarrowDialog } from "./narrow-dialog";
import { PauseDialog } from "./pause-dialog";
import { RevokeDialog } from "./revoke-dialog";
import { RotateDialog } from "./rotate-dialog";
import { ShutOutDialog } from "./shut-out-dialog";
import type { TokenDeed, Whose } from "./whose";

/** What every dialog about one token is given. */
export interface TokenDialogProps {
  token: TokenView;
  whose: Whose;
  onClose: () => void;
  /** It was done: close, and read the list again. */
  onDone: () => void;
  /** The row's button; after something that takes the row away, a place that stays. */
  finalFocus: () => HTMLElement | null;
}

interface TokenDialogsProps {
  what: TokenDeed;
  token: TokenView;
  whose: Whose;
  choices: Choices;
  narrowings: readonly NarrowingView[];
  anchor: HTMLElement | null;
  fallback: RefObject<HTMLElement | null>;
  onClose: () => void;
  onChanged: () => void;
  onRotated: (token: CreatedToken) => void;
}

export default function TokenDialogs(props: TokenDialogsProps) {
  const { what, token, whose, anchor, fallback, onClose, onChanged, onRotated } = props;
  const asked = props.narrowings.filter((wish) => wish.token_id === token.id);
  const gone = useRef(false);
  const shared: TokenDialogProps = {
    token,
    whose,
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
    case "narrow":
      return <NarrowDialog {...shared} choices={props.choices} asked={asked} />;
    case "shut-out":
      return <ShutOutDialog {...shared} asked={asked} />;
    case "pause":
      return <PauseDialog {...shared} />;
    case "rotate":
      return <RotateDialog {...shared} onRotated={onRotated} />;
    case "revoke":
      return <RevokeDialog {...shared} />;
  }
}
