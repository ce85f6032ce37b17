import type {
  CreatedUser,
  CreateUserBody,
  DeactivationView,
  LinkFacts,
  UpdateUserInput,
  UserLink,
  UserView,
} from "@/lib/users/schema";
import { call, isObject } from "../client";

export function createUser(body: CreateUserBody): Promise<CreatedUser> {
  return call("POST", "/api/v1/users", body, isCreatedUser);
}

export function updateUser(id: string, change: UpdateUserInput): Promise<UserView> {
  return call("PATCH", `/api/v1/users/${encodeURIComponent(id)}`, change, isUserView);
}

/** A new invite or reset link; the ones before end. */
export function renewLink(id: string): Promise<UserLink> {
  return call("POST", `/api/v1/users/${encodeURIComponent(id)}/link`, undefined, isUserLink);
}

export function consequencesFor(id: string): Promise<DeactivationView> {
  return call("GET", `/api/v1/users/${encodeURIComponent(id)}/consequences`, undefined, isConsequences);
}

// --- For whoever holds a link ---

/** For whom a link is; it is not spent. */
export function lookAtLink(secret: string): Promise<LinkFacts> {
  return call("POST", "/api/v1/links", { secret }, isLinkFacts);
}

/** Spends the link: the password is set. @returns the e-mail to sign in with. */
export async function setPassword(
  kind: LinkFacts["kind"],
  body: { secret: string; name?: string; password: string },
): Promise<string> {
  const path = kind === "invite" ? "/api/v1/invites" : "/api/v1/resets";
  return (await call("POST", path, body, isHolder)).user.email;
}

function isUserView(value: unknown): value is UserView {
  return isObject(value) && typeof value.id === "string" && typeof value.email === "string";
}

function isCreatedUser(value: unknown): value is CreatedUser {
  return isUserView(value) && (!("link" in value) || typeof value.link === "string");
}

function isUserLink(value: unknown): value is UserLink {
  return isObject(value) && typeof value.link === "string" && typeof value.expires_at === "string";
}

function isConsequences(value: unknown): value is DeactivationView {
  return isObject(value) && Array.isArray(value.tokens) && Array.isArray(value.fleet_tokens);
}

function isLinkFacts(value: unknown): value is LinkFacts {
  return isObject(value) && typeof value.kind === "string" && typeof value.email === "string";
}

function isHolder(value: unknown): value is { user: { email: string } } {
  return isObject(value) && isObject(value.user) && typeof value.user.email === "string";
}
