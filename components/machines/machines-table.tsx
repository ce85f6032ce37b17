import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { MachineView } from "@/lib/machines/schema";

interface MachinesTableProps {
  machines: readonly MachineView[];
  mayWrite: boolean;
  waiting: boolean;
  onNear: () => void;
  onDeregister: (machine: MachineView, anchor: HTMLElement) => void;
}

export function MachinesTable({ machines, mayWrite, waiting, onNear, onDeregister }: MachinesTableProps) {
  return (
    <Table
      aria-label="Machines"
      aria-busy={waiting || undefined}
      className={cn("transition-opacity", waiting && "opacity-60")}
    >
      <TableHead>
        <TableRow className="border-0">
          <TableHeader className="w-[28%]">Name</TableHeader>
          <TableHeader className="w-[18%]">Namespace</TableHeader>
          <TableHeader>Tags</TableHeader>
          <TableHeader className="w-32 text-right">Registered</TableHeader>
          {mayWrite && (
            <TableHeader className="w-24">
              <span className="sr-only">Actions</span>
            </TableHeader>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {machines.map((machine) => (
          <TableRow
            key={machine.id}
            className="hover:bg-surface max-narrow:grid-cols-[minmax(0,1fr)_auto] max-narrow:gap-x-3 max-narrow:py-2.5"
          >
            <TableCell>
              <span className="block truncate narrow:font-strong" data-tip={machine.name}>
                {machine.name}
              </span>
              {machine.hostname !== null && (
                <span className="block truncate font-mono text-label text-muted" data-tip={machine.hostname}>
                  {machine.hostname}
                </span>
              )}
            </TableCell>
            <TableCell className="truncate max-narrow:col-start-2 max-narrow:row-start-1 max-narrow:text-right">
              {machine.namespace}
            </TableCell>
            <TableCell className="max-narrow:col-start-1">
              <span className="flex flex-wrap gap-1">
                {machine.tags.map((tag) => (
                  <Chip key={tag} mono>
                    <span className="truncate">{tag}</span>
                  </Chip>
                ))}
              </span>
            </TableCell>
            <TableCell className="text-right text-muted tabular-nums max-narrow:sr-only">
              <RelativeTime at={machine.created_at} />
            </TableCell>
            {mayWrite && (
              <TableCell className="text-right max-narrow:col-start-2 max-narrow:row-start-2">
                <Button
                  tone="quiet"
                  size="small"
                  aria-label={`Deregister ${machine.name}`}
                  aria-haspopup="dialog"
                  onPointerEnter={onNear}
                  onFocus={onNear}
                  onClick={(event) => onDeregister(machine, event.currentTarget)}
                  className="-mr-2 focus-visible:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100 narrow:opacity-0"
                >
                  Deregister
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
