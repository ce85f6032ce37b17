"use client";

import { useTheme } from "next-themes";
import { useSyncExternalStore } from "react";
import { Segmented } from "@/components/ui/segmented";
import { themes } from "./themes";

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
