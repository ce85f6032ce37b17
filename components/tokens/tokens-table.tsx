"use client";

import { useTable } from "@tanstack/react-table";
import { ArrowDown, ArrowUp, MoreHorizontal } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { TokenView } from "@/lib/tokens/schema";
import { columns, columnsWithOwner, features, ListContext } from "./columns";
import { SelectAll, SelectRow } from "./select-row";
import type { Selection } from "./use-selection";
import { showsOwner, titles, type Whose } from "./whose";

/** Widths on wide screens; places in the two lines of a row on narrow ones. */
const layout: Record<string, { head: string; cell: string }> = {
  name: { head: "w-[24%]", cell: "max-narrow:col-start-2 max-narrow:row-span-2 max-narrow:row-start-1" },
  owner: { head: "w-[17%]", cell: "max-narrow:sr-only" },
  scopes: { head: "max-wide:hidden", cell: "max-wide:hidden" },
  status: { head: "w-28", cell: "max-narrow:col-start-3 max-narrow:justify-self-end" },
  last_used_at: {
    head: "w-30 text-right",
    cell: "text-right tabular-nums max-narrow:col-start-3 max-narrow:row-start-2 max-narrow:text-label max-narrow:text-muted",
  },
  expires_at: { head: "w-26 text-right", cell: "text-right tabular-nums max-narrow:sr-only" },
  created_at: { head: "w-28 text-right", cell: "text-right tabular-nums max-narrow:sr-only" },
};

/** Where a column for the owner stands too, the date of creation gives way to it. */
const narrowerWithOwner = "max-[90rem]:hidden";

interface TokensTableProps {
  tokens: TokenView[];
  whose: Whose;
  /** As in the address: "-created_at". */
  sort: string;
  onSort: (sort: string) => void;
  /** A page of the list is on its way. */
  waiting: boolean;
  onMenu: (token: TokenView, anchor: HTMLElement) => void;
  onMenuNear: () => void;
  onDetails: (token: TokenView) => void;
  onRotate: (token: TokenView, anchor: HTMLElement) => void;
  selection: Selection;
  /** The token whose menu is open. */
  menuOf: string | null;
}

export function TokensTable(props: TokensTableProps) {
  const { tokens, whose, sort, onSort, waiting, onMenu, onMenuNear, onDetails, onRotate, menuOf } = props;
  const { selection } = props;
  const owned = showsOwner(whose);
  const acts = { open: onDetails, rotate: onRotate };
  const sorting = [{ id: sort.replace(/^-/, ""), desc: sort.startsWith("-") }];
  const table = useTable({
    features,
    columns: owned ? columnsWithOwner : columns,
    data: tokens,
    getRowId: (token) => token.id,
    manualSorting: true,
    enableSortingRemoval: false,
    enableMultiSort: false,
    state: { sorting },
    onSortingChange: (change) => {
      const [first] = typeof change === "function" ? change(sorting) : change;
      if (first) onSort(`${first.desc ? "-" : ""}${first.id}`);
    },
  });

  return (
    <ListContext value={acts}>
      <Table
        aria-label={titles[whose.list]}
        aria-busy={waiting || undefined}
        className={cn("transition-opacity", waiting && "opacity-60")}
      >
        <TableHead>
          {table.getHeaderGroups().map((group) => (
            <TableRow key={group.id} className="border-0">
              <TableHeader className="w-7">
                <SelectAll selection={selection} />
              </TableHeader>
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted();
                return (
                  <TableHeader
                    key={header.id}
                    className={cn(
                      layout[header.id]?.head,
                      owned && header.id === "created_at" && narrowerWithOwner,
                    )}
                    aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
                  >
                    {header.column.getCanSort() ? (
                      <button
                        type="button"
                        onClick={header.column.getToggleSortingHandler()}
                        className={cn(
                          "-mx-1 inline-flex h-6 items-center gap-1 rounded-mark px-1 hover:text-ink",
                          sorted && "text-ink",
                        )}
                      >
                        <table.FlexRender header={header} />
                        {sorted === "asc" && <ArrowUp className="size-3" aria-hidden />}
                        {sorted === "desc" && <ArrowDown className="size-3" aria-hidden />}
                      </button>
                    ) : (
                      <table.FlexRender header={header} />
                    )}
                  </TableHeader>
                );
              })}
              <TableHeader className="w-10">
                <span className="sr-only">Actions</span>
              </TableHeader>
            </TableRow>
          ))}
        </TableHead>
        <TableBody>
          {table.getRowModel().rows.map((row) => (
            <TableRow
              key={row.id}
              className={cn(
                "hover:bg-surface max-narrow:grid-cols-[auto_minmax(0,1fr)_auto_auto] max-narrow:gap-x-3 max-narrow:py-2.5",
                selection.has(row.id) && "bg-accent-soft hover:bg-accent-soft",
                row.original.status !== "active" && row.original.status !== "disabled" && "text-muted",
              )}
            >
              <TableCell className="max-narrow:row-span-2 max-narrow:row-start-1 max-narrow:self-center">
                <SelectRow token={row.original} selection={selection} />
              </TableCell>
              {row.getAllCells().map((cell) => (
                <TableCell
                  key={cell.id}
                  className={cn(
                    layout[cell.column.id]?.cell,
                    owned && cell.column.id === "created_at" && narrowerWithOwner,
                  )}
                >
                  <table.FlexRender cell={cell} />
                </TableCell>
              ))}
              <TableCell className="text-right max-narrow:col-start-4 max-narrow:row-span-2 max-narrow:row-start-1 max-narrow:self-center">
                <Button
                  tone="quiet"
                  size="icon-small"
                  aria-label={`Actions for ${row.original.name}`}
                  aria-haspopup="menu"
                  aria-expanded={menuOf === row.id}
                  onPointerEnter={onMenuNear}
                  onFocus={onMenuNear}
                  onClick={(event) => onMenu(row.original, event.currentTarget)}
                  className="opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 aria-expanded:bg-hover aria-expanded:opacity-100 pointer-coarse:size-10 pointer-coarse:opacity-100 max-narrow:opacity-100"
                >
                  <MoreHorizontal aria-hidden />
                </Button>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </ListContext>
  );
}
