import { MoreHorizontal } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { MachineView } from "@/lib/machines/schema";

interface MachinesTableProps {
  machines: readonly MachineView[];
  mayWrite: boolean;
  /** A page of the list is on its way. */
  waiting: boolean;
  /** The machine whose menu is open. */
  menuOf: string | null;
  onMenuNear: () => void;
  onMenu: (machine: MachineView, anchor: HTMLElement) => void;
  onEdit: (machine: MachineView, anchor: HTMLElement) => void;
  onTag: (tag: string) => void;
}

export function MachinesTable(props: MachinesTableProps) {
  const { machines, mayWrite, waiting, menuOf, onMenuNear, onMenu, onEdit, onTag } = props;
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
            <TableHeader className="w-10">
              <span className="sr-only">Actions</span>
            </TableHeader>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {machines.map((machine) => (
          <TableRow
            key={machine.id}
            className="hover:bg-surface max-narrow:grid-cols-[minmax(0,1fr)_minmax(0,auto)_auto] max-narrow:gap-x-3 max-narrow:py-2.5"
          >
            <TableCell className="max-narrow:row-span-2">
              {mayWrite ? (
                <button
                  type="button"
                  aria-haspopup="dialog"
                  data-tells-times=""
                  data-tip={tipOf(machine.name)}
                  onPointerEnter={onMenuNear}
                  onClick={(event) => onEdit(machine, event.currentTarget)}
                  className="block max-w-full truncate rounded-mark text-left text-body underline-offset-3 hover:underline focus-visible:outline-offset-0 narrow:font-strong narrow:text-small"
                >
                  {machine.name}
                </button>
              ) : (
                <span
                  className="block truncate max-narrow:text-body narrow:font-strong"
                  data-tip={tipOf(machine.name)}
                >
                  {machine.name}
                </span>
              )}
              {machine.hostname !== null && (
                <span
                  className="block truncate font-mono text-label text-muted"
                  data-tip={tipOf(machine.hostname)}
                >
                  {machine.hostname}
                </span>
              )}
            </TableCell>
            <TableCell className="truncate max-narrow:col-start-2 max-narrow:row-start-1 max-narrow:text-right">
              {machine.namespace}
            </TableCell>
            <TableCell className="max-narrow:col-start-2 max-narrow:row-start-2 max-narrow:max-w-40">
              <span className="flex gap-1 overflow-hidden max-narrow:justify-end narrow:flex-wrap">
                {machine.tags.map((tag) => (
                  <button
                    key={tag}
                    type="button"
                    aria-label={`Only those with the tag ${tag}`}
                    onClick={() => onTag(tag)}
                    className="max-w-full rounded-mark focus-visible:outline-offset-0"
                  >
                    <Chip mono className="hover:bg-line">
                      <span className="truncate">{tag}</span>
                    </Chip>
                  </button>
                ))}
              </span>
            </TableCell>
            <TableCell className="text-right text-muted tabular-nums max-narrow:sr-only">
              <RelativeTime at={machine.created_at} label={mayWrite ? "Registered" : undefined} />
            </TableCell>
            {mayWrite && (
              <TableCell className="text-right max-narrow:col-start-3 max-narrow:row-span-2 max-narrow:row-start-1 max-narrow:self-center">
                <Button
                  tone="quiet"
                  size="icon-small"
                  aria-label={`Actions for ${machine.name}`}
                  aria-haspopup="menu"
                  aria-expanded={menuOf === machine.id}
                  onPointerEnter={onMenuNear}
                  onFocus={onMenuNear}
                  onClick={(event) => onMenu(machine, event.currentTarget)}
                  className="opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 aria-expanded:bg-hover aria-expanded:opacity-100 pointer-coarse:size-10 pointer-coarse:opacity-100 max-narrow:opacity-100"
                >
                  <MoreHorizontal aria-hidden />
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** The whole of what may be cut off; short ones are not. */
function tipOf(text: string): string | undefined {
  return text.length > 28 ? text : undefined;
}
