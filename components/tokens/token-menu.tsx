"use client";

import { CirclePause, CirclePlay, CircleX, FileText, Pencil, RefreshCw } from "lucide-react";
import { useEffect } from "react";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { TokenView } from "@/lib/tokens/schema";

export type TokenDeed = "edit" | "pause" | "rotate" | "revoke";

interface TokenMenuProps {
  token: TokenView;
  anchor: HTMLElement;
  onNear: () => void;
  onChoose: (deed: TokenDeed) => void;
  onDetails: () => void;
  onClose: () => void;
}

/** What can be done to one token; only what would succeed is offered. */
export default function TokenMenu({ token, anchor, onNear, onChoose, onDetails, onClose }: TokenMenuProps) {
  useEffect(() => {
    onNear();
  }, [onNear]);
  const alive = token.status === "active" || token.status === "disabled";
  return (
    <Menu anchor={anchor} onClose={onClose} label={`Actions for ${token.name}`}>
      <MenuItem icon={<FileText aria-hidden />} onSelect={onDetails}>
        Details
      </MenuItem>
      {token.status !== "revoked" && (
        <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onChoose("edit")}>
          Edit
        </MenuItem>
      )}
      {alive && (
        <MenuItem
          icon={token.enabled ? <CirclePause aria-hidden /> : <CirclePlay aria-hidden />}
          onSelect={() => onChoose("pause")}
        >
          {token.enabled ? "Pause" : "Resume"}
        </MenuItem>
      )}
      {alive && (
        <MenuItem icon={<RefreshCw aria-hidden />} onSelect={() => onChoose("rotate")}>
          Rotate
        </MenuItem>
      )}
      {token.status !== "revoked" && (
        <>
          <MenuSeparator />
          <MenuItem icon={<CircleX aria-hidden />} tone="danger" onSelect={() => onChoose("revoke")}>
            Revoke
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
