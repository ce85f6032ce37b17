import type { MemberRole } from "@/lib/access/catalog";
import type { AddMemberBody, CreateFleetBody, MemberConsequences } from "@/lib/fleets/schema";
import { call, isNothing, isObject } from "../client";

const at = (slug: string) => `/api/v1/fleets/${encodeURIComponent(slug)}`;
const memberAt = (slug: string, userId: string) => `${at(slug)}/members/${encodeURIComponent(userId)}`;

export async function createFleet(body: CreateFleetBody): Promise<void> {
  await call("POST", "/api/v1/fleets", body, isObject);
}

export async function renameFleet(slug: string, name: string): Promise<void> {
  await call("PATCH", at(slug), { name }, isObject);
}

export async function addMember(slug: string, body: AddMemberBody): Promise<void> {
  await call("POST", `${at(slug)}/members`, body, isObject);
}

export async function changeRole(slug: string, userId: string, role: MemberRole): Promise<void> {
  await call("PATCH", memberAt(slug, userId), { role }, isObject);
}

export function removeMember(slug: string, userId: string): Promise<void> {
  return call("DELETE", memberAt(slug, userId), undefined, isNothing);
}

/** What removing the member would do. */
export function memberConsequences(slug: string, userId: string): Promise<MemberConsequences> {
  return call("GET", `${memberAt(slug, userId)}/consequences`, undefined, isConsequences);
}

export async function addNamespace(slug: string, name: string): Promise<void> {
  await call("POST", `${at(slug)}/namespaces`, { name }, isObject);
}

export function removeNamespace(slug: string, name: string): Promise<void> {
  return call("DELETE", `${at(slug)}/namespaces/${encodeURIComponent(name)}`, undefined, isNothing);
}

function isConsequences(value: unknown): value is MemberConsequences {
  return isObject(value) && Array.isArray(value.tokens) && Array.isArray(value.fleet_tokens);
}
