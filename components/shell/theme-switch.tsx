"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { Segmented } from "@/components/ui/segmented";

const themes = [
  { value: "system", label: "As the system", icon: <Monitor className="size-4" aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun className="size-4" aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon className="size-4" aria-hidden /> },
] as const;

const never = () => () => {};

/** The choice is known in the browser only; until then "As the system" stands selected. */
export function ThemeSwitch({ className }: { className?: string }) {
  const { theme, setTheme } = useTheme();
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const value = themes.find((entry) => inBrowser && entry.value === theme)?.value ?? "system";
  return (
    <Segmented
      label="Theme"
      segments={themes}
      value={value}
      onChange={setTheme}
      segmentClassName="px-2"
      {...(className === undefined ? {} : { className })}
    />
  );
}
