"use client";

import { Menu } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { Brand } from "./brand";
import type { PlaceGroup } from "./places";

const loadSheet = () => import("./nav-sheet");
const NavSheet = lazy(loadSheet);

interface TopBarProps {
  groups: readonly PlaceGroup[];
  name: string;
  email: string;
}

/** The rail's stand-in under 720 px. */
export function TopBar({ groups, name, email }: TopBarProps) {
  const [open, setOpen] = useState(false);
  return (
    <header className="flex h-12 items-center justify-between border-line border-b bg-surface pr-2 pl-4 narrow:hidden">
      <Brand />
      <Button
        tone="quiet"
        size="icon"
        aria-label="Menu"
        aria-haspopup="dialog"
        aria-expanded={open}
        onPointerDown={loadSheet}
        onFocus={loadSheet}
        onClick={() => setOpen(true)}
      >
        <Menu aria-hidden />
      </Button>
      {open && (
        <Suspense>
          <NavSheet groups={groups} name={name} email={email} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </header>
  );
}
