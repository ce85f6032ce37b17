"use client";

import { UserCog, UserMinus } from "lucide-react";
import { useEffect } from "react";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { MemberView } from "@/lib/fleets/schema";

interface MemberMenuProps {
  member: MemberView;
  fleet: { name: string };
  anchor: HTMLElement;
  onNear: () => void;
  onChoose: (deed: "role" | "remove") => void;
  onClose: () => void;
}

export default function MemberMenu({ member, fleet, anchor, onNear, onChoose, onClose }: MemberMenuProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(onNear, []);
  return (
    <Menu anchor={anchor} onClose={onClose} label={`Actions for ${member.name}`}>
      <MenuItem icon={<UserCog aria-hidden />} onSelect={() => onChoose("role")}>
        Change role
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<UserMinus aria-hidden />} tone="danger" onSelect={() => onChoose("remove")}>
        <span className="max-w-56 truncate">Remove from {fleet.name}</span>
      </MenuItem>
    </Menu>
  );
}
