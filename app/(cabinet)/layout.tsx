import { cookies } from "next/headers";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { fleetCookie } from "@/components/shell/fleet-cookie";
import { Shell } from "@/components/shell/shell";
import { pageCaller } from "@/lib/sessions/page";

export default async function CabinetLayout({ children }: { children: ReactNode }) {
  const caller = await pageCaller();
  // Not signed in: the page itself sends to the sign-in, because it knows where to come back to.
  if (caller === null) return children;
  const { user, fleets, sees } = caller.principal;
  const run = new Set(sees.filter((fleet) => fleet.admin).map((fleet) => fleet.id));
  return (
    <Shell
      user={{ name: user.name, email: user.email, admin: user.admin }}
      fleets={fleets.map(({ id, slug, name }) => ({ slug, name, admin: run.has(id) }))}
      remembered={(await cookies()).get(fleetCookie)?.value ?? null}
    >
      <NuqsAdapter>{children}</NuqsAdapter>
    </Shell>
  );
}
