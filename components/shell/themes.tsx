import { Monitor, Moon, Sun } from "lucide-react";

export const themes = [
  { value: "system", label: "As the system", icon: <Monitor className="size-4" aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun className="size-4" aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon className="size-4" aria-hidden /> },
] as const;
