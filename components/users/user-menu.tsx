"use client";

import { KeyRound, Link2, ShieldMinus, ShieldPlus, UserRoundCheck, UserRoundX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { UserView } from "@/lib/users/schema";

export type UserDeed = "link" | "admin" | "deactivate" | "reactivate";

interface UserMenuProps {
  user: UserView;
  anchor: HTMLElement;
  onNear: () => void;
  onChoose: (deed: UserDeed) => void;
  onClose: () => void;
}

/** What can be done to one person; only what would succeed is offered. */
export default function UserMenu({ user, anchor, onNear, onChoose, onClose }: UserMenuProps) {
  const router = useRouter();
  useEffect(() => {
    onNear();
  }, [onNear]);
  return (
    <Menu anchor={anchor} onClose={onClose} label={`Actions for ${user.name}`}>
      <MenuItem
        icon={<KeyRound aria-hidden />}
        onSelect={() => router.push(`/admin/tokens?owner=${user.id}`)}
      >
        See tokens
      </MenuItem>
      {user.active && (
        <>
          <MenuItem icon={<Link2 aria-hidden />} onSelect={() => onChoose("link")}>
            {user.invited ? "New invite link" : "New reset link"}
          </MenuItem>
          <MenuItem
            icon={user.admin ? <ShieldMinus aria-hidden /> : <ShieldPlus aria-hidden />}
            onSelect={() => onChoose("admin")}
          >
            {user.admin ? "Remove as instance admin" : "Make instance admin"}
          </MenuItem>
        </>
      )}
      <MenuSeparator />
      {user.active ? (
        <MenuItem icon={<UserRoundX aria-hidden />} tone="danger" onSelect={() => onChoose("deactivate")}>
          Deactivate
        </MenuItem>
      ) : (
        <MenuItem icon={<UserRoundCheck aria-hidden />} onSelect={() => onChoose("reactivate")}>
          Reactivate
        </MenuItem>
      )}
    </Menu>
  );
}
