/** Keyset cursors: opaque to callers, checked like any other input when they come back. */
import { z } from "zod";
import { invalid } from "@/lib/errors";

const schema = z.strictObject({ sort: z.string(), value: z.string().nullable(), id: z.uuid() });

/** Where a page ended: the sort it was made for, the last row's sort value as text, its id. */
export type Cursor = z.infer<typeof schema>;

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

/** @throws 422 for anything that this server did not write for the same sort. */
export function readCursor(text: string | undefined, sort: string): Cursor | null {
  if (text === undefined) return null;
  const parsed = schema.safeParse(parseJson(Buffer.from(text, "base64url").toString("utf8")));
  if (!parsed.success || parsed.data.sort !== sort) {
    throw invalid("cursor", "invalid_cursor", "This cursor belongs to another list. Start again without it.");
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
