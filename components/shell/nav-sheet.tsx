"use client";

import { Dialog } from "@/components/ui/dialog";
import { Account } from "./account";
import { Nav } from "./nav";
import type { PlaceGroup } from "./places";

interface NavSheetProps {
  groups: readonly PlaceGroup[];
  name: string;
  email: string;
  onClose: () => void;
}

export default function NavSheet({ groups, name, email, onClose }: NavSheetProps) {
  return (
    <Dialog open onClose={onClose} title="Menu">
      <div className="flex flex-col gap-6">
        <Nav groups={groups} shrinks={false} onGo={onClose} />
        <Account name={name} email={email} shrinks={false} />
      </div>
    </Dialog>
  );
}
