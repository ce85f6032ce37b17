/** What the list's address carries, for the page on the server and the controls in the browser. */
import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { type TokenFlag, tokenFlags } from "@/lib/tokens/status";

const pageSize = 50;

/** Groups of statuses that people look for; the API knows the single ones. */
export const views = ["current", "expired", "revoked", "all"] as const;
export type ListView = (typeof views)[number];

const statusesOf: Record<ListView, string> = {
  current: "active,disabled",
  expired: "expired",
  revoked: "revoked",
  all: "all",
};

const sortable = ["name", "last_used_at", "expires_at", "created_at"] as const;
const sorts = sortable.flatMap((name) => [name, `-${name}`] as const);

export const listQuery = {
  q: parseAsString.withDefault(""),
  status: parseAsStringLiteral(views).withDefault("current"),
  sort: parseAsStringLiteral(sorts).withDefault("-created_at"),
  flag: parseAsStringLiteral(tokenFlags),
  cursor: parseAsString,
};

interface ListState {
  q: string;
  status: ListView;
  sort: string;
  flag: TokenFlag | null;
  cursor: string | null;
}

/** What the list asks of the API for what its address says. */
export function listInput({ q, status, sort, flag, cursor }: ListState) {
  return {
    status: statusesOf[status],
    sort,
    limit: String(pageSize),
    ...(flag === null ? {} : { flag }),
    ...(q.trim() === "" ? {} : { q }),
    ...(cursor === null ? {} : { cursor }),
  };
}

/** The address of a page with what was asked of it, to come back to after signing in. */
export function pathWith(here: string, asked: Record<string, string | string[] | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (typeof value === "string") search.set(name, value);
  return search.size === 0 ? here : `${here}?${search}`;
}

/** Of a fleet's page: what the fleet owns, or all that reaches it. */
const fleetTabs = ["own", "reaching"] as const;

export const fleetQuery = { ...listQuery, show: parseAsStringLiteral(fleetTabs).withDefault("own") };

const kinds = ["any", "personal", "fleet"] as const;

/** Of everybody's tokens: which kind, of which fleet, of which user. */
export const adminQuery = {
  ...listQuery,
  kind: parseAsStringLiteral(kinds).withDefault("any"),
  fleet: parseAsString,
  owner: parseAsString,
};
