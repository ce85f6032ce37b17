/** Where one can go, for the rail and the sheet alike. */
export interface Place {
  href: string;
  label: string;
  icon: "tokens" | "security" | "machines";
}

export interface PlaceGroup {
  /** Shown above the group; none for the caller's own places. */
  title: string | null;
  places: Place[];
}

export function placesOf(fleets: readonly { slug: string; name: string }[]): PlaceGroup[] {
  return [
    {
      title: null,
      places: [
        { href: "/settings/tokens", label: "My tokens", icon: "tokens" },
        { href: "/settings/security", label: "Security", icon: "security" },
      ],
    },
    ...fleets.map((fleet) => ({
      title: fleet.name,
      places: [{ href: `/fleets/${fleet.slug}/machines`, label: "Machines", icon: "machines" as const }],
    })),
  ];
}
