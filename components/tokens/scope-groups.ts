import type { Scope } from "@/lib/access/catalog";
import { scopeEntry } from "@/lib/access/catalog";

export interface ScopeGroup {
  resource: string;
  /** "read", "write"; empty for `admin`, which has none. */
  actions: string[];
  dangerous: boolean;
}

/** Scopes by resource, in the order in which they come. */
export function scopeGroups(scopes: readonly Scope[]): ScopeGroup[] {
  const groups = new Map<string, ScopeGroup>();
  for (const scope of scopes) {
    const [resource = scope, action] = scope.split(":");
    const group = groups.get(resource) ?? { resource, actions: [], dangerous: false };
    if (action) group.actions.push(action);
    group.dangerous ||= scopeEntry(scope).risk === "high";
    groups.set(resource, group);
  }
  return [...groups.values()];
}
