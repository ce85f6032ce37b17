import Link from "next/link";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { FleetView } from "@/lib/fleets/schema";

export interface FleetRow extends FleetView {
  members: number;
  /** null for who may not see machines there. */
  machines: number | null;
}

interface FleetsTableProps {
  fleets: readonly FleetRow[];
  mayRename: boolean;
  waiting: boolean;
  onNear: () => void;
  onRename: (fleet: FleetRow, anchor: HTMLElement) => void;
}

export function FleetsTable({ fleets, mayRename, waiting, onNear, onRename }: FleetsTableProps) {
  return (
    <Table
      aria-label="Fleets"
      aria-busy={waiting || undefined}
      className={cn("transition-opacity", waiting && "opacity-60")}
    >
      <TableHead>
        <TableRow className="border-0">
          <TableHeader>Name</TableHeader>
          <TableHeader className="w-[20%]">Your role</TableHeader>
          <TableHeader className="w-24 text-right">Members</TableHeader>
          <TableHeader className="w-24 text-right">Machines</TableHeader>
          <TableHeader className="w-32 text-right">Created</TableHeader>
          {mayRename && (
            <TableHeader className="w-24">
              <span className="sr-only">Actions</span>
            </TableHeader>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {fleets.map((fleet) => (
          <TableRow
            key={fleet.id}
            className="hover:bg-surface max-narrow:grid-cols-[minmax(0,1fr)_auto] max-narrow:gap-x-3 max-narrow:py-2.5"
          >
            <TableCell>
              <Link
                href={`/fleets/${fleet.slug}/members`}
                data-tip={fleet.name}
                data-tells-times=""
                className="block w-fit max-w-full truncate rounded-mark underline-offset-3 hover:underline focus-visible:outline-offset-0 narrow:font-strong"
              >
                {fleet.name}
              </Link>
              <span className="block truncate text-label text-muted">
                <span className="font-mono">{fleet.slug}</span>
                {/* Said by the cells themselves, which have no room here. */}
                <span aria-hidden className="narrow:hidden">
                  {` · ${fleet.role ?? "not a member"} · ${fleet.members === 1 ? "1 member" : `${fleet.members} members`}`}
                </span>
              </span>
            </TableCell>
            <TableCell className="max-narrow:sr-only">
              {fleet.role === null ? <span className="text-muted">not a member</span> : fleet.role}
            </TableCell>
            <TableCell className="text-right tabular-nums max-narrow:sr-only">{fleet.members}</TableCell>
            <TableCell className="text-right tabular-nums max-narrow:sr-only">
              {fleet.machines ?? <span className="text-muted">not shown</span>}
            </TableCell>
            <TableCell className="text-right text-muted tabular-nums max-narrow:sr-only">
              <RelativeTime at={fleet.created_at} limitDays={1} label="Created" />
            </TableCell>
            {mayRename && (
              <TableCell className="text-right max-narrow:col-start-2 max-narrow:row-start-1 max-narrow:self-center">
                <Button
                  tone="quiet"
                  size="small"
                  aria-label={`Rename ${fleet.name}`}
                  aria-haspopup="dialog"
                  onPointerEnter={onNear}
                  onFocus={onNear}
                  onClick={(event) => onRename(fleet, event.currentTarget)}
                  className="-mr-2 focus-visible:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100 narrow:opacity-0"
                >
                  Rename
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
