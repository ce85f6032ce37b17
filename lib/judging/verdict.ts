/** What a token may do for another service: one question, one answer. Pure. */
import { isScope, type Scope } from "@/lib/access/catalog";
import { holds, type Place } from "@/lib/access/policy";
import type { FleetRights, TokenPrincipal } from "@/lib/access/principal";
import type { ServiceRule } from "@/lib/services/schema";
import type { Estate, EstateFleet } from "./estate";
import { matchPath, segmentsOf } from "./paths";
import type { Original, Question, ReadHeader } from "./question";

/** What a question came down to, as far as it was understood. */
export interface Matter {
  fleet: EstateFleet | null;
  service: string | null;
  namespace: string | null;
  required: readonly string[];
}

export type NoReason =
  | "bad_question"
  | "fleet_required"
  | "unknown_fleet"
  | "unknown_namespace"
  | "unknown_service"
  | "other_fleet"
  | "no_original"
  | "no_rule"
  | "fleet_not_reached"
  | "namespace_not_reached"
  | "insufficient_scope"
  | "approval_required";

export type Verdict = Matter & ({ ok: true; fleet: EstateFleet } | { ok: false; reason: NoReason });

const nothing: Matter = { fleet: null, service: null, namespace: null, required: [] };

/** The verdict on a token that is good in itself; whatever limits it fails closed. */
export function decide(
  question: Question | null,
  principal: TokenPrincipal,
  estate: Estate,
  header: ReadHeader,
): Verdict {
  if (!question) return { ...nothing, ok: false, reason: "bad_question" };
  return question.service === null
    ? decideScopes(question, principal, estate)
    : decideService(question, question.service, principal, estate, header);
}

function decideScopes(question: Question, principal: TokenPrincipal, estate: Estate): Verdict {
  const { scopes: required, namespace } = question;
  const fleet = question.fleet === null ? onlyOf(estate.fleets) : estate.fleets.get(question.fleet);
  if (fleet) return decideAt({ fleet, service: null, namespace, required }, principal);
  const reason = question.fleet === null ? "fleet_required" : "unknown_fleet";
  return { ...nothing, namespace, required, ok: false, reason };
}

function decideService(
  question: Question,
  slug: string,
  principal: TokenPrincipal,
  estate: Estate,
  header: ReadHeader,
): Verdict {
  const asked = { ...nothing, service: slug, required: question.scopes };
  const service = estate.services.get(slug);
  if (!service) return { ...asked, ok: false, reason: "unknown_service" };
  const { fleet } = service;
  const there = { ...asked, fleet };
  if (question.fleet !== null && question.fleet !== fleet.slug)
    return { ...there, ok: false, reason: "other_fleet" };
  if (!question.original) return { ...there, ok: false, reason: "no_original" };
  const found = ruleFor(service.rules, question.original, header);
  if (!found) return { ...there, ok: false, reason: "no_rule" };
  const required = [...new Set([...found.rule.scopes, ...question.scopes])];
  const matter = { ...there, required, namespace: found.namespace };
  // A rule that takes its namespace from the request is about none that is not there.
  if (found.rule.namespace_from !== null && found.namespace === null)
    return { ...matter, ok: false, reason: "unknown_namespace" };
  const verdict = decideAt(matter, principal);
  // Approvals are asked for by those who hold the rights.
  if (verdict.ok && found.rule.approval) return { ...matter, ok: false, reason: "approval_required" };
  return verdict;
}

/** The first rule that fits method and path. */
function ruleFor(
  rules: readonly ServiceRule[],
  original: Original,
  header: ReadHeader,
): { rule: ServiceRule; namespace: string | null } | null {
  const segments = segmentsOf(original.target);
  if (!segments) return null;
  for (const rule of rules) {
    if (!rule.methods.includes(original.method) && !rule.methods.includes("*")) continue;
    const names = matchPath(rule.path, segments);
    if (names) return { rule, namespace: namespaceOf(rule.namespace_from, names, header) };
  }
  return null;
}

function namespaceOf(
  from: string | null,
  names: ReadonlyMap<string, string>,
  header: ReadHeader,
): string | null {
  if (from === null) return null;
  const [source, name = ""] = from.split(":");
  return (source === "path" ? names.get(name) : header(name)) ?? null;
}

function decideAt(matter: Matter & { fleet: EstateFleet }, principal: TokenPrincipal): Verdict {
  const { fleet, namespace: name, required } = matter;
  const rights = principal.fleets.find(({ id }) => id === fleet.id);
  if (!rights) return { ...matter, ok: false, reason: "fleet_not_reached" };
  const id = name === null ? undefined : fleet.namespaces.get(name);
  if (name !== null && id === undefined) return { ...matter, ok: false, reason: "unknown_namespace" };
  if (!reachesNamespace(rights, id)) return { ...matter, ok: false, reason: "namespace_not_reached" };
  const place: Place = name === null || id === undefined ? { fleet } : { fleet, namespace: { id, name } };
  const holdsAll = required.every((scope) => isScope(scope) && holds(principal, scope, place));
  return holdsAll ? { ...matter, ok: true } : { ...matter, ok: false, reason: "insufficient_scope" };
}

/** A token that is bound to namespaces passes only where one of its own is named. */
export function reachesNamespace(rights: FleetRights, namespaceId: string | undefined): boolean {
  if (rights.namespaces === null) return true;
  return namespaceId !== undefined && rights.namespaces.has(namespaceId);
}

/** What holds in a fleet: the fleet's scopes, and those of the instance. */
export function scopesIn(principal: TokenPrincipal, fleetId: string): Scope[] {
  const rights = principal.fleets.find(({ id }) => id === fleetId);
  return rights ? [...new Set([...rights.scopes, ...principal.instance])].sort() : [];
}

function onlyOf(fleets: Estate["fleets"]): EstateFleet | undefined {
  return fleets.size === 1 ? fleets.values().next().value : undefined;
}
