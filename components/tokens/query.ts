/** What the list's address carries, for the page on the server and the controls in the browser. */
import { parseAsString, parseAsStringLiteral } from "nuqs/server";

export const pageSize = 50;

/** Groups of statuses that people look for; the API knows the single ones. */
export const views = ["current", "expired", "revoked", "all"] as const;
export type ListView = (typeof views)[number];

export const statusesOf: Record<ListView, string> = {
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
  cursor: parseAsString,
};
