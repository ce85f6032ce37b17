"use client";

import { Keyboard, LogOut } from "lucide-react";
import { useTheme } from "next-themes";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { ask } from "./asked";
import { leave } from "./leave";
import { themes } from "./themes";

export default function AccountMenu({ anchor, onClose }: { anchor: HTMLElement; onClose: () => void }) {
  const { theme, setTheme } = useTheme();
  return (
    <Menu anchor={anchor} onClose={onClose} label="Account" side="top" align="start">
      <MenuChoice
        label="Theme"
        choices={themes}
        value={themes.find((one) => one.value === theme)?.value ?? "system"}
        onChange={setTheme}
      />
      <MenuSeparator />
      <MenuItem icon={<Keyboard aria-hidden />} onSelect={() => ask("keys")}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden />} onSelect={leave}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
