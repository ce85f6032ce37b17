/** Where one can go, for the rail, the sheet and the palette alike. */
export interface Fleet {
  slug: string;
  name: string;
}

export interface Place {
  href: string;
  label: string;
  icon: "overview" | "tokens" | "security" | "machines";
}

export interface PlaceGroup {
  /** Shown above the group; none for the caller's own places. */
  title: string | null;
  places: Place[];
}

/** The caller's own places, and those of one fleet. */
export function placesOf(fleet: Fleet | undefined): PlaceGroup[] {
  return [
    {
      title: null,
      places: [
        { href: "/", label: "Overview", icon: "overview" },
        { href: "/settings/tokens", label: "My tokens", icon: "tokens" },
        { href: "/settings/security", label: "Security", icon: "security" },
      ],
    },
    ...(fleet ? [{ title: fleet.name, places: fleetPlaces(fleet.slug) }] : []),
  ];
}

function fleetPlaces(slug: string): Place[] {
  return [{ href: `/fleets/${slug}/machines`, label: "Machines", icon: "machines" }];
}
