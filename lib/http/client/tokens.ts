import { type AuditEntry, auditActions } from "@/lib/audit/events";
import type {
  AllTokensBody,
  CreatedToken,
  CreateTokenBody,
  FoundToken,
  RotateTokenBody,
  SecretProof,
  TokenView,
  UpdateTokenBody,
} from "@/lib/tokens/schema";
import { call, callWithHeaders, isListOf, isNothing, isObject } from "../client";

export function createToken(body: CreateTokenBody): Promise<CreatedToken> {
  return call("POST", "/api/v1/tokens", body, isCreatedToken);
}

const at = (id: string) => `/api/v1/tokens/${encodeURIComponent(id)}`;

/** @param version what `getVersionedToken` said: when somebody changed the token since, nothing is changed and it is 412. */
export function updateToken(id: string, change: UpdateTokenBody, version?: string): Promise<TokenView> {
  return call("PATCH", at(id), change, isTokenView, version === undefined ? {} : { "If-Match": version });
}

/** A token as it is now, with the version that a change of it may name. */
export async function getVersionedToken(id: string): Promise<{ token: TokenView; version: string }> {
  const { value, headers } = await callWithHeaders("GET", at(id), undefined, isTokenView);
  return { token: value, version: headers.get("ETag") ?? "*" };
}

/**
 * @param key the same for every repetition of one wish, which then makes one secret.
 * @returns without a secret: this wish was done before, by a call whose answer carried it.
 */
export function rotateToken(
  id: string,
  wish: RotateTokenBody,
  key: string,
): Promise<CreatedToken | TokenView> {
  return call("POST", `${at(id)}/rotate`, wish, isTokenView, { "Idempotency-Key": key });
}

/** The newest secrets of a token, newest first, with what is known of their use. */
export async function getRotation(id: string): Promise<SecretProof[]> {
  return (await call("GET", `${at(id)}/rotation`, undefined, isListOf(isSecretProof))).data;
}

export function moveOverlapEnd(id: string, oldExpiresAt: string): Promise<TokenView> {
  return call("PATCH", `${at(id)}/rotation`, { old_expires_at: oldExpiresAt }, isTokenView);
}

export function endOverlap(id: string): Promise<void> {
  return call("DELETE", `${at(id)}/rotation`, undefined, isNothing);
}

/** The token that a pasted secret or prefix belongs to. In the body alone: addresses are kept in many places. */
export async function whichToken(asked: { secret: string } | { prefix: string }): Promise<FoundToken[]> {
  return (await call("POST", "/api/v1/tokens/which", asked, isListOf(isFoundToken))).data;
}

export function revokeToken(id: string, reason = ""): Promise<void> {
  const why = reason === "" ? "" : `?${new URLSearchParams({ reason })}`;
  return call("DELETE", `/api/v1/tokens/${encodeURIComponent(id)}${why}`, undefined, isNothing);
}

/** Revokes all that is meant; with `dry_run` only counts them. */
export async function revokeAllTokens(which: AllTokensBody): Promise<number> {
  return (await call("POST", "/api/v1/tokens/revoke-all", which, isRevoked)).revoked;
}

/** Pauses all active ones that are meant; with `dry_run` only counts them. */
export async function pauseAllTokens(which: AllTokensBody): Promise<number> {
  return (await call("POST", "/api/v1/tokens/pause-all", which, isPaused)).paused;
}

/** Asks the owner of a token to keep it out of a fleet. */
export async function askNarrower(id: string, fleet: string, reason: string): Promise<void> {
  const body = { fleet, ...(reason === "" ? {} : { reason }) };
  await call("POST", `/api/v1/tokens/${encodeURIComponent(id)}/ask-narrower`, body, isObject);
}

/** Takes that wish back, or as the token's owner dismisses it. */
export function settleNarrowing(id: string, fleet: string): Promise<void> {
  const path = `/api/v1/tokens/${encodeURIComponent(id)}/ask-narrower?${new URLSearchParams({ fleet })}`;
  return call("DELETE", path, undefined, isNothing);
}

export function getToken(id: string): Promise<TokenView> {
  return call("GET", `/api/v1/tokens/${encodeURIComponent(id)}`, undefined, isTokenView);
}

/** The caller's tokens of any status whose name, description or prefix holds `q`. Never send a whole secret. */
export function searchTokens(q: string): Promise<TokenView[]> {
  return listTokens({ q, status: "all", sort: "-last_used_at", limit: "8" });
}

/** Living tokens of a person or a fleet, those used last first: who would notice if they stopped. */
export function lastUsedTokens(
  whose: { kind: "personal" } | { kind: "fleet"; fleet: string } | { owner: string },
  limit: number,
): Promise<TokenView[]> {
  return listTokens({ ...whose, sort: "-last_used_at", limit: String(limit) });
}

async function listTokens(query: Record<string, string>): Promise<TokenView[]> {
  const path = `/api/v1/tokens?${new URLSearchParams(query)}`;
  return (await call("GET", path, undefined, isListOf(isTokenView))).data;
}

/** The last entries of the log about one token. */
export async function auditOfToken(id: string, limit: number): Promise<AuditEntry[]> {
  const path = `/api/v1/audit?${new URLSearchParams({ token: id, limit: String(limit) })}`;
  return (await call("GET", path, undefined, isListOf(isAuditEntry))).data;
}

const changing = auditActions.filter(
  (action) => action.startsWith("token.") && action !== "token.used" && action !== "token.refused",
);

export interface Changes {
  data: AuditEntry[];
  next_cursor: string | null;
}

/** What was changed about a token, the latest first; its uses apart. */
export async function changesOfToken(id: string, limit: number, cursor: string | null): Promise<Changes> {
  const query = new URLSearchParams({ token: id, action: changing.join(","), limit: String(limit) });
  if (cursor !== null) query.set("cursor", cursor);
  return call("GET", `/api/v1/audit?${query}`, undefined, isChanges);
}

function isChanges(value: unknown): value is Changes {
  return isObject(value) && "next_cursor" in value && isListOf(isAuditEntry)(value);
}

function isTokenView(value: unknown): value is TokenView {
  return isObject(value) && typeof value.id === "string" && typeof value.prefix === "string";
}

function isSecretProof(value: unknown): value is SecretProof {
  return isObject(value) && typeof value.prefix === "string" && typeof value.uses === "number";
}

function isFoundToken(value: unknown): value is FoundToken {
  return isObject(value) && isTokenView(value.token) && isObject(value.secret) && Array.isArray(value.may);
}

export function isCreatedToken(value: unknown): value is CreatedToken {
  return isTokenView(value) && "token" in value && typeof value.token === "string";
}

function isRevoked(value: unknown): value is { revoked: number } {
  return isObject(value) && typeof value.revoked === "number";
}

function isPaused(value: unknown): value is { paused: number } {
  return isObject(value) && typeof value.paused === "number";
}

function isAuditEntry(value: unknown): value is AuditEntry {
  return isObject(value) && typeof value.action === "string" && typeof value.timestamp === "string";
}
