/** What the lists of this folder have in common: a text that is searched for, a slug after which they go on. */

import type { Cursor } from "@/lib/database/cursor";
import { invalid } from "@/lib/errors";
import { slugSchema } from "@/lib/tokens/schema";

/** It becomes a LIKE as it stands, wildcards and all. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** A filter for what holds `text` anywhere, in any case; null when nothing is searched for. */
export function containing(text: string | undefined) {
  return text ? { contains: escapeLike(text), mode: "insensitive" as const } : null;
}

export const foreignCursor = () =>
  invalid("cursor", "invalid_cursor", "This cursor is not from this list. Start again without it.");

/** Slugs are unique where they are listed, so the slug alone is the key. @throws 422 for a forged one. */
export function slugOfCursor(cursor: Cursor | null): string | null {
  if (cursor === null) return null;
  const slug = slugSchema.safeParse(cursor.value);
  if (!slug.success) throw foreignCursor();
  return slug.data;
}
