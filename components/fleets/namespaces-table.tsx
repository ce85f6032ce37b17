import Link from "next/link";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { NamespaceView } from "@/lib/fleets/schema";

interface NamespacesTableProps {
  fleet: { slug: string };
  namespaces: readonly NamespaceView[];
  mayWrite: boolean;
  waiting: boolean;
  onNear: () => void;
  onRemove: (namespace: NamespaceView, anchor: HTMLElement) => void;
}

export function NamespacesTable(props: NamespacesTableProps) {
  const { fleet, namespaces, mayWrite, waiting, onNear, onRemove } = props;
  return (
    <Table
      aria-label="Namespaces"
      aria-busy={waiting || undefined}
      className={cn("transition-opacity", waiting && "opacity-60")}
    >
      <TableHead>
        <TableRow className="border-0">
          <TableHeader>Name</TableHeader>
          <TableHeader className="w-28 text-right">Machines</TableHeader>
          <TableHeader className="w-36 text-right">Added</TableHeader>
          {mayWrite && (
            <TableHeader className="w-24">
              <span className="sr-only">Actions</span>
            </TableHeader>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {namespaces.map((namespace) => (
          <TableRow
            key={namespace.id}
            className="hover:bg-surface max-narrow:grid-cols-[minmax(0,1fr)_auto] max-narrow:gap-x-3 max-narrow:py-2.5"
          >
            <TableCell>
              <span className="block truncate narrow:font-strong" data-tip={namespace.name}>
                {namespace.name}
              </span>
            </TableCell>
            <TableCell className="tabular-nums max-narrow:col-start-1 max-narrow:text-label max-narrow:text-muted narrow:text-right">
              {namespace.machines === null ? (
                <span className="text-muted">not shown</span>
              ) : (
                <Link
                  href={`/fleets/${fleet.slug}/machines?namespace=${namespace.name}`}
                  className="rounded-mark underline-offset-3 hover:underline"
                >
                  {namespace.machines}
                  <span className="narrow:sr-only">
                    {namespace.machines === 1 ? " machine" : " machines"}
                    <span className="sr-only"> in {namespace.name}</span>
                  </span>
                </Link>
              )}
            </TableCell>
            <TableCell className="text-right text-muted tabular-nums max-narrow:sr-only">
              <RelativeTime
                at={namespace.created_at}
                limitDays={1}
                label={mayWrite ? "Created" : undefined}
              />
            </TableCell>
            {mayWrite && (
              <TableCell className="text-right max-narrow:col-start-2 max-narrow:row-span-2 max-narrow:row-start-1 max-narrow:self-center">
                <Button
                  tone="quiet"
                  size="small"
                  aria-label={`Remove ${namespace.name}`}
                  data-tells-times=""
                  aria-haspopup="dialog"
                  onPointerEnter={onNear}
                  onFocus={onNear}
                  onClick={(event) => onRemove(namespace, event.currentTarget)}
                  className="-mr-2 focus-visible:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100 narrow:opacity-0"
                >
                  Remove
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
