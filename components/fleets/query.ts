/** What the addresses of the lists carry. */
import { parseAsString } from "nuqs/server";

export const listQuery = {
  q: parseAsString.withDefault(""),
  cursor: parseAsString,
};
