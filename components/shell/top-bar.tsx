"use client";

import { Menu, Search } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { ask } from "./asked";
import { Brand } from "./brand";
import type { Fleet, PlaceGroup } from "./places";

const loadSheet = () => import("./nav-sheet");
const NavSheet = lazy(loadSheet);

interface TopBarProps {
  groups: readonly PlaceGroup[];
  fleets: readonly Fleet[];
  fleet: Fleet | undefined;
  name: string;
  email: string;
}

/** The rail's stand-in under 720 px. */
export function TopBar(props: TopBarProps) {
  const [open, setOpen] = useState(false);
  return (
    <header className="flex h-12 items-center justify-between border-line border-b bg-surface pr-2 pl-4 narrow:hidden">
      <Brand />
      <div className="flex gap-1">
        <Button
          tone="quiet"
          size="icon"
          aria-label="Go to or find"
          aria-haspopup="dialog"
          onClick={() => ask("palette")}
        >
          <Search aria-hidden />
        </Button>
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
      </div>
      {open && (
        <Suspense>
          <NavSheet {...props} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </header>
  );
}
