/** Answers that are one token: with its version as the ETag. */
import { etagOf } from "@/lib/tokens/version";
import { Reply } from "./reply";

export const tokenReply = ({ token, version }: { token: unknown; version: number }) =>
  new Reply(token, null, { ETag: etagOf(version) });

/** What a create or rotate made: 201; what one made before under the same Idempotency-Key: 200, and said so. */
export function madeReply(made: { replayed: boolean; token: unknown; version: number }): Reply {
  if (!made.replayed) return tokenReply(made);
  return new Reply(made.token, 200, { ETag: etagOf(made.version), "Idempotency-Replayed": "true" });
}
