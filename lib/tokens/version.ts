/** A token's version: every change of the record counts it up, and the API shows it as the ETag. */
import { Problem } from "@/lib/errors";
import type { TokenView } from "./schema";

export interface VersionedToken {
  token: TokenView;
  version: number;
}

/** Entity tags as If-Match carries them; null: any version will do. A weak tag never matches. */
export type Expected = readonly string[] | null;

export const etagOf = (version: number) => `"${version}"`;

/** @param header the If-Match of a request. */
export function expectedIn(header: string | null): Expected {
  if (header === null || header.trim() === "*") return null;
  return header.split(",").map((tag) => tag.trim());
}

/** @throws 412 when somebody else changed the token since the caller looked at it. */
export function requireVersion(expected: Expected, version: number): void {
  if (expected === null || expected.includes(etagOf(version))) return;
  throw new Problem(
    "version_mismatch",
    "Somebody changed this token since you read it. Read it again, then decide; nothing was changed.",
  );
}
