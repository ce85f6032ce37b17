"use client";

import { createColumnHelper, rowSortingFeature, tableFeatures } from "@tanstack/react-table";
import { createContext, useContext } from "react";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TokenView } from "@/lib/tokens/schema";
import { ScopeChips } from "./scope-chips";
import { TokenStatus } from "./token-status";

/** The server sorts; the table only knows by what. */
export const features = tableFeatures({ rowSortingFeature });

const column = createColumnHelper<typeof features, TokenView>();

/** Opens the details of a token; the list provides it, so that the columns can stay constant. */
export const OpenDetails = createContext<(token: TokenView) => void>(() => {});

function NameButton({ token }: { token: TokenView }) {
  const open = useContext(OpenDetails);
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      data-details={token.id}
      data-tells-times=""
      data-tip={token.name.length > 28 ? token.name : undefined}
      onClick={() => open(token)}
      className="block max-w-full truncate rounded-mark text-left text-body underline-offset-3 hover:underline focus-visible:outline-offset-0 narrow:font-strong narrow:text-small"
    >
      {token.name}
    </button>
  );
}

/** In the order in which they are read. Ids of sortable ones are the API's own words. */
export const columns = column.columns([
  column.accessor("name", {
    header: "Name",
    cell: ({ row }) => (
      <>
        <NameButton token={row.original} />
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
          <RelativeTime at={row.original.last_used_at} label="Last used" />
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
        <RelativeTime at={row.original.expires_at} limitDays={0} label="Expires" />
      ),
  }),
  column.accessor("created_at", {
    header: "Created",
    sortDescFirst: true,
    cell: ({ row }) => (
      <RelativeTime at={row.original.created_at} limitDays={1} label="Created" className="text-muted" />
    ),
  }),
]);
