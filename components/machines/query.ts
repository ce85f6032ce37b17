/** What the list's address carries. */
import { parseAsString } from "nuqs/server";

export const listQuery = {
  q: parseAsString.withDefault(""),
  namespace: parseAsString.withDefault(""),
  tag: parseAsString.withDefault(""),
  cursor: parseAsString,
};
