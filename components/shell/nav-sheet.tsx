"use client";

import { useRouter } from "next/navigation";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Sheet } from "@/components/ui/sheet";
import { Account } from "./account";
import { Nav } from "./nav";
import type { Fleet, PlaceGroup } from "./places";

interface NavSheetProps {
  groups: readonly PlaceGroup[];
  fleets: readonly Fleet[];
  fleet: Fleet | undefined;
  name: string;
  email: string;
  onClose: () => void;
}

export default function NavSheet({ groups, fleets, fleet, name, email, onClose }: NavSheetProps) {
  const router = useRouter();
  return (
    <Sheet open onClose={onClose} title="Menu">
      <div className="flex flex-col gap-6">
        {fleet && fleets.length > 1 && (
          <Field label="Fleet">
            <Select
              value={fleet.slug}
              options={fleets.map((one) => ({ value: one.slug, label: one.name }))}
              onChange={(slug) => {
                onClose();
                router.push(`/fleets/${slug}/machines`);
              }}
            />
          </Field>
        )}
        <Nav groups={groups} shrinks={false} onGo={onClose} />
        <Account name={name} email={email} />
      </div>
    </Sheet>
  );
}
