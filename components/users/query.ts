/** What the list's address carries, for the page on the server and the controls in the browser. */
import { parseAsString, parseAsStringLiteral } from "nuqs/server";

export const pageSize = 50;

export const views = ["current", "invited", "deactivated", "all"] as const;
export type ListView = (typeof views)[number];

export const statusesOf: Record<ListView, string> = {
  current: "active,invited",
  invited: "invited",
  deactivated: "deactivated",
  all: "all",
};

export const listQuery = {
  q: parseAsString.withDefault(""),
  status: parseAsStringLiteral(views).withDefault("current"),
  cursor: parseAsString,
};
