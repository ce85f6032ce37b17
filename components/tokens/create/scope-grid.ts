import { catalog, type Scope } from "@/lib/access/catalog";

/** One resource with its scopes: what stands in a row of the picker. */
export interface ScopeRow {
  resource: string;
  /** What its scopes open, in a line. */
  opens: string;
  read: GridScope | null;
  write: GridScope | null;
  /** Named for itself: execute, manage, invoke. */
  other: GridScope | null;
}

export interface GridScope {
  name: Scope;
  action: string;
  opens: string;
  dangerous: boolean;
  /** Held by instance admins only. */
  ofInstance: boolean;
}

/** The catalogue as rows. `admin` is not in it: it is a choice of its own, like `inherit`. */
const scopeRows: readonly ScopeRow[] = buildRows();

function buildRows(): ScopeRow[] {
  const rows = new Map<string, ScopeRow>();
  for (const entry of catalog) {
    const action = entry.name.split(":")[1];
    if (!action) continue;
    const row = rows.get(entry.group) ?? {
      resource: entry.group,
      opens: "",
      read: null,
      write: null,
      other: null,
    };
    const scope: GridScope = {
      name: entry.name,
      action,
      opens: entry.opens,
      dangerous: entry.risk === "high",
      ofInstance: entry.level === "instance",
    };
    row.opens = row.opens === "" ? entry.opens : `${row.opens} · ${entry.opens}`;
    if (action === "read") row.read = scope;
    else if (action === "write") row.write = scope;
    else row.other = scope;
    rows.set(entry.group, row);
  }
  return [...rows.values()];
}

/** Rows in which some word starts with or contains `text`. */
export function matchingRows(text: string): readonly ScopeRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return scopeRows;
  return scopeRows.filter((row) =>
    [row.opens, ...[row.read, row.write, row.other].map((scope) => scope?.name ?? "")]
      .join(" ")
      .toLowerCase()
      .includes(wanted),
  );
}
