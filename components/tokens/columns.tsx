"use client";

import { createColumnHelper, rowSortingFeature, tableFeatures } from "@tanstack/react-table";
import { Boxes, TriangleAlert, UserRound } from "lucide-react";
import { createContext, useContext } from "react";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TokenView } from "@/lib/tokens/schema";
import { ScopeChips } from "./scope-chips";
import { TokenStatus } from "./token-status";

/** The server sorts; the table only knows by what. */
export const features = tableFeatures({ rowSortingFeature });

const column = createColumnHelper<typeof features, TokenView>();

interface ListActs {
  /** Opens the details of a token. */
  open: (token: TokenView) => void;
  /** Opens the dialog that rotates it. */
  rotate: (token: TokenView, anchor: HTMLElement) => void;
}

/** What a cell may start; the list provides it, so that the columns can stay constant. */
export const ListContext = createContext<ListActs>({ open: () => {}, rotate: () => {} });

function NameButton({ token }: { token: TokenView }) {
  const { open } = useContext(ListContext);
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

/** Under the name: the prefix, or what is to be done first. */
function UnderName({ token, owned }: { token: TokenView; owned: boolean }) {
  const { rotate } = useContext(ListContext);
  if (token.flags.includes("seen_by_leaver")) {
    return (
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={(event) => rotate(token, event.currentTarget)}
        className="flex max-w-full items-center gap-1 rounded-mark text-caution text-label underline-offset-3 hover:underline focus-visible:outline-offset-0"
      >
        <TriangleAlert className="size-3 shrink-0" aria-hidden />
        <span className="truncate">Seen by someone who left; rotate it</span>
      </button>
    );
  }
  return (
    <>
      {owned && (
        <span className="block truncate text-label text-muted narrow:hidden">{token.owner.name}</span>
      )}
      <span className={cn("block truncate font-mono text-label text-muted", owned && "max-narrow:hidden")}>
        {token.prefix}…
      </span>
    </>
  );
}

/** Who owns it; under it of what kind it is, and who made it where that is somebody else. */
function Owner({ token }: { token: TokenView }) {
  const Icon = token.kind === "fleet" ? Boxes : UserRound;
  const by = token.created_by.id === token.owner.id ? null : token.created_by.name;
  return (
    <>
      <span className="flex items-center gap-1.5">
        <Icon
          className="size-3.5 shrink-0 text-muted"
          role="img"
          aria-label={token.kind === "fleet" ? "Fleet" : "Person"}
        />
        <span className="truncate">{token.owner.name}</span>
      </span>
      <span className="block truncate text-label text-muted">
        {by === null ? whereWords(token) : `made by ${by}`}
      </span>
    </>
  );
}

function whereWords({ fleets }: TokenView): string {
  return fleets === null ? "all their fleets" : fleets.join(", ");
}

const nameColumn = (owned: boolean) =>
  column.accessor("name", {
    header: "Name",
    cell: ({ row }) => (
      <>
        <NameButton token={row.original} />
        <UnderName token={row.original} owned={owned} />
      </>
    ),
  });

const scopesColumn = (others: boolean) =>
  column.accessor("scopes", {
    header: "Scopes",
    enableSorting: false,
    cell: ({ row }) => <ScopeChips token={row.original} brief others={others} />,
  });

/** In the order in which they are read. Ids of sortable ones are the API's own words. */
const common = [
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
];

export const columns = column.columns([nameColumn(false), scopesColumn(false), ...common]);

/** For lists of more than one owner. */
export const columnsWithOwner = column.columns([
  nameColumn(true),
  column.display({
    id: "owner",
    header: "Owner",
    cell: ({ row }) => <Owner token={row.original} />,
  }),
  scopesColumn(true),
  ...common,
]);
