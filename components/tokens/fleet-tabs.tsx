import Link from "next/link";
import type { FleetName } from "./whose";

const tabStyle =
  "-mb-px flex min-h-9 items-center pb-1 border-transparent border-b-2 text-muted text-small transition-colors hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink";

/** What the fleet owns, and all that reaches it: two lists, each with an address. */
export function FleetTabs({ fleet, reaching }: { fleet: FleetName; reaching: boolean }) {
  const here = `/fleets/${fleet.slug}/tokens`;
  return (
    <nav aria-label={`Tokens of ${fleet.name}`} className="flex gap-5 border-line border-b">
      <Link href={here} aria-current={reaching ? undefined : "page"} className={tabStyle}>
        Owned by {fleet.name}
      </Link>
      <Link href={`${here}?show=reaching`} aria-current={reaching ? "page" : undefined} className={tabStyle}>
        Everything that reaches {fleet.name}
      </Link>
    </nav>
  );
}
