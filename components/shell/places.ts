/** Where one can go, for the rail, the sheet and the palette alike. */
export interface Person {
  name: string;
  email: string;
  /** An instance admin. */
  admin: boolean;
}

export interface Fleet {
  slug: string;
  name: string;
  /** Whether the caller runs it, as its admin or the instance's. */
  admin: boolean;
}

export type PlaceIcon =
  | "overview"
  | "tokens"
  | "security"
  | "fleets"
  | "machines"
  | "fleet_tokens"
  | "members"
  | "namespaces"
  | "users"
  | "all_tokens";

export interface Place {
  href: string;
  label: string;
  icon: PlaceIcon;
}

export interface PlaceGroup {
  /** Shown above the group; none for the caller's own places. */
  title: string | null;
  places: Place[];
}

/** The caller's own places, those of one fleet, and an instance admin's. */
export function placesOf(fleet: Fleet | undefined, instanceAdmin: boolean): PlaceGroup[] {
  return [
    {
      title: null,
      places: [
        { href: "/", label: "Overview", icon: "overview" },
        { href: "/settings/tokens", label: "My tokens", icon: "tokens" },
        { href: "/settings/security", label: "Security", icon: "security" },
      ],
    },
    ...(fleet ? [{ title: fleet.name, places: fleetPlaces(fleet) }] : []),
    ...(instanceAdmin ? [{ title: "Admin", places: adminPlaces }] : []),
  ];
}

function fleetPlaces({ slug, admin }: Fleet): Place[] {
  const at = `/fleets/${slug}`;
  return [
    { href: `${at}/machines`, label: "Machines", icon: "machines" },
    ...(admin ? [{ href: `${at}/tokens`, label: "Tokens", icon: "fleet_tokens" } as const] : []),
    { href: `${at}/members`, label: "Members", icon: "members" },
    { href: `${at}/namespaces`, label: "Namespaces", icon: "namespaces" },
  ];
}

const adminPlaces: Place[] = [
  { href: "/admin/users", label: "Users", icon: "users" },
  { href: "/admin/tokens", label: "All tokens", icon: "all_tokens" },
  { href: "/fleets", label: "Fleets", icon: "fleets" },
];
