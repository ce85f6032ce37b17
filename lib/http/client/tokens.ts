import type { AuditEntry } from "@/lib/audit/events";
import type { CreatedToken, CreateTokenBody, TokenView, UpdateTokenInput } from "@/lib/tokens/schema";
import { call, isListOf, isNothing, isObject } from "../client";

export function createToken(body: CreateTokenBody): Promise<CreatedToken> {
  return call("POST", "/api/v1/tokens", body, isCreatedToken);
}

export function updateToken(id: string, change: UpdateTokenInput): Promise<TokenView> {
  return call("PATCH", `/api/v1/tokens/${encodeURIComponent(id)}`, change, isTokenView);
}

export function rotateToken(id: string): Promise<CreatedToken> {
  return call("POST", `/api/v1/tokens/${encodeURIComponent(id)}/rotate`, {}, isCreatedToken);
}

export function revokeToken(id: string): Promise<void> {
  return call("DELETE", `/api/v1/tokens/${encodeURIComponent(id)}`, undefined, isNothing);
}

/** Revokes all personal tokens of the caller; with `dryRun` only counts them. */
export async function revokeAllTokens(dryRun: boolean): Promise<number> {
  const body = { kind: "personal", ...(dryRun ? { dry_run: true } : {}) };
  const answer = await call("POST", "/api/v1/tokens/revoke-all", body, isRevoked);
  return answer.revoked;
}

/** Pauses all active personal tokens of the caller; with `dryRun` only counts them. */
export async function pauseAllTokens(dryRun: boolean, reason = ""): Promise<number> {
  const body = {
    kind: "personal",
    ...(dryRun ? { dry_run: true } : {}),
    ...(reason === "" ? {} : { reason }),
  };
  const answer = await call("POST", "/api/v1/tokens/pause-all", body, isPaused);
  return answer.paused;
}

export function getToken(id: string): Promise<TokenView> {
  return call("GET", `/api/v1/tokens/${encodeURIComponent(id)}`, undefined, isTokenView);
}

/** The caller's tokens of any status whose name, description or prefix holds `q`. Never send a whole secret. */
export function searchTokens(q: string): Promise<TokenView[]> {
  return listTokens({ q, status: "all", sort: "-last_used_at", limit: "8" });
}

/** The caller's living tokens, those used last first: who would notice if they stopped. */
export function lastUsedTokens(limit: number): Promise<TokenView[]> {
  return listTokens({ kind: "personal", sort: "-last_used_at", limit: String(limit) });
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
