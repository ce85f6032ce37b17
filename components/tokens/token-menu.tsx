"use client";

import {
  CirclePause,
  CirclePlay,
  CircleX,
  CopyPlus,
  DoorClosed,
  FileText,
  ListMinus,
  type LucideIcon,
  Pencil,
  RefreshCw,
} from "lucide-react";
import { useEffect } from "react";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { TokenView } from "@/lib/tokens/schema";
import { canClone, deedsFor, deedWords, type TokenDeed, type Whose } from "./whose";

const icons: Record<TokenDeed, LucideIcon> = {
  edit: Pencil,
  narrow: ListMinus,
  pause: CirclePause,
  rotate: RefreshCw,
  "shut-out": DoorClosed,
  revoke: CircleX,
};

interface TokenMenuProps {
  token: TokenView;
  whose: Whose;
  anchor: HTMLElement;
  onNear: () => void;
  onChoose: (deed: TokenDeed) => void;
  onDetails: () => void;
  onClone: () => void;
  onClose: () => void;
}

/** What can be done to one token; only what would succeed is offered. */
export default function TokenMenu(props: TokenMenuProps) {
  const { token, whose, anchor, onNear, onChoose, onDetails, onClone, onClose } = props;
  useEffect(() => {
    onNear();
  }, [onNear]);
  const deeds = deedsFor(token, whose);
  const item = (deed: TokenDeed) => {
    const Icon = deed === "pause" && !token.enabled ? CirclePlay : icons[deed];
    return (
      <MenuItem
        key={deed}
        icon={<Icon aria-hidden />}
        tone={deed === "revoke" ? "danger" : "plain"}
        onSelect={() => onChoose(deed)}
      >
        {deedWords(deed, token, whose)}
      </MenuItem>
    );
  };
  return (
    <Menu anchor={anchor} onClose={onClose} label={`Actions for ${token.name}`}>
      <MenuItem icon={<FileText aria-hidden />} onSelect={onDetails}>
        Details
      </MenuItem>
      {deeds.filter((deed) => deed !== "revoke").map(item)}
      {canClone(token, whose) && (
        <MenuItem icon={<CopyPlus aria-hidden />} onSelect={onClone}>
          Clone
        </MenuItem>
      )}
      {deeds.includes("revoke") && (
        <>
          <MenuSeparator />
          {item("revoke")}
        </>
      )}
    </Menu>
  );
}
