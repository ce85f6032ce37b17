"use client";

import { usePathname, useRouter } from "next/navigation";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { FleetMark } from "./fleet-switcher";
import type { Fleet } from "./places";

interface FleetMenuProps {
  fleets: readonly Fleet[];
  current: Fleet;
  anchor: HTMLElement;
  onClose: () => void;
}

/** Choosing one goes to the same page of that fleet. */
export default function FleetMenu({ fleets, current, anchor, onClose }: FleetMenuProps) {
  const router = useRouter();
  const path = usePathname();
  const page = /^\/fleets\/[^/]+\/([a-z]+)/.exec(path)?.[1] ?? "machines";
  return (
    <Menu anchor={anchor} onClose={onClose} label="Fleets" align="start">
      <MenuChoice
        label="Fleets"
        value={current.slug}
        choices={fleets.map((fleet) => ({
          value: fleet.slug,
          label: fleet.name,
          icon: <FleetMark fleet={fleet} />,
        }))}
        onChange={(slug) => {
          onClose();
          router.push(`/fleets/${slug}/${page}`);
        }}
      />
    </Menu>
  );
}
