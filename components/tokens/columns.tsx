"use client";

import { createColumnHelper, rowSortingFeature, tableFeatures } from "@tanstack/react-table";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TokenView } from "@/lib/tokens/schema";
import { ScopeChips } from "./scope-chips";
import { TokenStatus } from "./token-status";

/** The server sorts; the table only knows by what. */
export const features = tableFeatures({ rowSortingFeature });

const column = createColumnHelper<typeof features, TokenView>();

/** In the order in which they are read. Ids of sortable ones are the API's own words. */
export const columns = column.columns([
  column.accessor("name", {
    header: "Name",
    cell: ({ row }) => (
      <>
        <span
          className="block truncate text-body narrow:text-small narrow:font-strong"
          title={row.original.name}
        >
          {row.original.name}
        </span>
        <span className="block truncate font-mono text-label text-muted">{row.original.prefix}…</span>
      </>
    ),
  }),
  column.accessor("scopes", {
    header: "Scopes",
    enableSorting: false,
    cell: ({ row }) => <ScopeChips token={row.original} brief />,
  }),
  column.accessor("status", {
    header: "Status",
    enableSorting: false,
    cell: ({ row }) => <TokenStatus token={row.original} />,
  }),
  column.accessor("last_used_at", {
    header: "Last used",
    sortDescFirst: true,
    cell: ({ row }) =>
      row.original.last_used_at === null ? (
        <span className="text-muted">
          never<span className="narrow:hidden"> used</span>
        </span>
      ) : (
        <>
          <span className="narrow:hidden">used </span>
          <RelativeTime at={row.original.last_used_at} />
        </>
      ),
  }),
  column.accessor("expires_at", {
    header: "Expires",
    sortDescFirst: false,
    cell: ({ row }) =>
      row.original.expires_at === null ? (
        <span className="text-muted">never</span>
      ) : (
        <RelativeTime at={row.original.expires_at} limitDays={0} />
      ),
  }),
  column.accessor("created_at", {
    header: "Created",
    sortDescFirst: true,
    cell: ({ row }) => <RelativeTime at={row.original.created_at} limitDays={1} className="text-muted" />,
  }),
]);
