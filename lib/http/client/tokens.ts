import type { AuditEntry } from "@/lib/audit/events";
import type {
  AllTokensBody,
  CreatedToken,
  CreateTokenBody,
  TokenView,
  UpdateTokenBody,
} from "@/lib/tokens/schema";
import { call, isListOf, isNothing, isObject } from "../client";

export function createToken(body: CreateTokenBody): Promise<CreatedToken> {
  return call("POST", "/api/v1/tokens", body, isCreatedToken);
}

export function updateToken(id: string, change: UpdateTokenBody): Promise<TokenView> {
  return call("PATCH", `/api/v1/tokens/${encodeURIComponent(id)}`, change, isTokenView);
}

export function rotateToken(id: string): Promise<CreatedToken> {
  return call("POST", `/api/v1/tokens/${encodeURIComponent(id)}/rotate`, {}, isCreatedToken);
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
  whose: { kind: "personal" } | { kind: "fleet"; fleet: string },
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

function isTokenView(value: unknown): value is TokenView {
  return isObject(value) && typeof value.id === "string" && typeof value.prefix === "string";
}

function isCreatedToken(value: unknown): value is CreatedToken {
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
