"use client";

import { CircleX, Pencil } from "lucide-react";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { MachineView } from "@/lib/machines/schema";

export type MachineDeed = "edit" | "deregister";

interface MachineMenuProps {
  machine: MachineView;
  anchor: HTMLElement;
  onChoose: (deed: MachineDeed) => void;
  onClose: () => void;
}

export default function MachineMenu({ machine, anchor, onChoose, onClose }: MachineMenuProps) {
  return (
    <Menu anchor={anchor} onClose={onClose} label={`Actions for ${machine.name}`}>
      <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onChoose("edit")}>
        Edit
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<CircleX aria-hidden />} tone="danger" onSelect={() => onChoose("deregister")}>
        Deregister
      </MenuItem>
    </Menu>
  );
}
