import { dateWords } from "@/components/ui/time";
import type { Scope } from "@/lib/access/catalog";
import { scopeGroups } from "../scope-groups";

interface Draft {
  scopes: readonly Scope[];
  inherit: boolean;
  /** Milliseconds, null for never, undefined while not chosen. */
  end: number | null | undefined;
}

/** What is about to be made, in a sentence that continues "It "; null while there is nothing to say. */
export function summaryOf({ scopes, inherit, end }: Draft): string | null {
  const what = mayWords(scopes, inherit);
  if (what === null) return null;
  const until =
    end === null
      ? "until it is revoked"
      : end === undefined
        ? "until a date"
        : `until ${dateWords(end, "local")}`;
  return `May ${what}, in all your fleets, ${until}.`;
}

function mayWords(scopes: readonly Scope[], inherit: boolean): string | null {
  if (inherit) return "do everything you may do at that moment, except managing tokens";
  if (scopes.includes("admin")) return "do everything you may do at that moment, and manage your tokens";
  if (scopes.length === 0) return null;
  const groups = scopeGroups(scopes);
  if (groups.length > 4) return `use ${scopes.length} scopes of ${groups.length} resources`;
  return joined(groups.map((group) => `${joined(group.actions)} ${group.resource}`));
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
