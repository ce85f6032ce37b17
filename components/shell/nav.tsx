"use client";

import {
  Boxes,
  KeyRound,
  KeySquare,
  Layers,
  LayoutDashboard,
  LibraryBig,
  type LucideIcon,
  Server,
  ShieldCheck,
  UserRoundCog,
  UsersRound,
} from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { LinkWaiting } from "./link-waiting";
import type { Place, PlaceGroup, PlaceIcon } from "./places";

export const placeIcons: Record<PlaceIcon, LucideIcon> = {
  overview: LayoutDashboard,
  tokens: KeyRound,
  security: ShieldCheck,
  machines: Server,
  fleets: Boxes,
  fleet_tokens: KeySquare,
  members: UsersRound,
  namespaces: Layers,
  users: UserRoundCog,
  all_tokens: LibraryBig,
};

interface NavProps {
  groups: readonly PlaceGroup[];
  /** In the rail words give way to icons under 1100 px; in the sheet they stay. */
  shrinks: boolean;
  onGo?: () => void;
}

export function Nav({ groups, shrinks, onGo }: NavProps) {
  const path = usePathname();
  const here = placeOf(path, groups);
  return (
    <nav aria-label="Main" className="flex flex-col gap-4">
      {groups.map((group) => (
        <div key={group.places[0]?.href} className="flex flex-col gap-0.5">
          {group.title && (
            <p
              className={cn(
                "truncate px-2.5 pb-1 text-label text-muted",
                shrinks && "max-wide:h-px max-wide:bg-line max-wide:p-0 max-wide:text-transparent",
              )}
            >
              {group.title}
            </p>
          )}
          <ul className="flex flex-col gap-0.5">
            {group.places.map((place) => (
              <li key={place.href}>
                <NavLink
                  place={place}
                  here={place === here}
                  context={group.title}
                  shrinks={shrinks}
                  onGo={onGo}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** The most exact of the places that an address lies in: a fleet's members are not also "Fleets". */
function placeOf(path: string, groups: readonly PlaceGroup[]): Place | undefined {
  return groups
    .flatMap((group) => group.places)
    .filter(({ href }) => path === href || (href !== "/" && path.startsWith(`${href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0];
}

interface NavLinkProps {
  place: Place;
  here: boolean;
  context: string | null;
  shrinks: boolean;
  onGo: (() => void) | undefined;
}

function NavLink({ place, here, context, shrinks, onGo }: NavLinkProps) {
  const Icon = placeIcons[place.icon];
  return (
    <Link
      href={place.href}
      {...(onGo ? { onClick: onGo } : {})}
      aria-current={here ? "page" : undefined}
      data-tip={shrinks ? (context === null ? place.label : `${place.label} of ${context}`) : undefined}
      className={cn(
        "relative flex h-8 items-center gap-2.5 rounded-control px-2.5 text-muted transition-colors hover:bg-hover hover:text-ink",
        "aria-[current=page]:bg-hover aria-[current=page]:font-strong aria-[current=page]:text-ink",
        "[&_svg]:size-4 [&_svg]:shrink-0 aria-[current=page]:[&_svg]:text-accent-text",
        shrinks ? "max-wide:justify-center max-wide:px-0" : "h-11",
      )}
    >
      <Icon aria-hidden />
      <span className={cn("truncate", shrinks && "max-wide:sr-only")}>{place.label}</span>
      <LinkWaiting />
    </Link>
  );
}
