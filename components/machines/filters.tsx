"use client";

import { X } from "lucide-react";
import { ChoiceButton } from "@/components/ui/choice-button";
import { SearchInput } from "@/components/ui/search-input";
import type { useListQuery } from "./use-list-query";

interface FiltersProps {
  list: ReturnType<typeof useListQuery>;
  namespaces: readonly string[];
}

/** Search, namespace, and the tag that was pressed in a row. */
export function Filters({ list, namespaces }: FiltersProps) {
  const { q, namespace, tag } = list.query;
  // One from the address stands there too, even when it names nothing.
  const known = namespace === "" || namespaces.includes(namespace) ? namespaces : [...namespaces, namespace];
  return (
    <div className="flex flex-wrap items-center gap-3">
      <SearchInput
        key={list.cleared}
        label="Search machines"
        placeholder="Name or hostname"
        defaultValue={q}
        onChange={(event) => list.search(event.target.value.trim())}
        className="w-full narrow:w-72"
      />
      {known.length > 1 && (
        <ChoiceButton
          label="Namespace"
          value={namespace}
          onChange={list.showNamespace}
          choices={[{ value: "", label: "All" }, ...known.map((name) => ({ value: name, label: name }))]}
        />
      )}
      {tag !== "" && (
        <span className="inline-flex h-8 max-w-full items-center gap-1.5 rounded-control bg-accent-soft pl-3 text-accent-text text-small">
          Tag <span className="truncate font-mono">{tag}</span>
          <button
            type="button"
            aria-label={`No longer only ${tag}`}
            onClick={() => list.showTag(null)}
            className="flex size-8 items-center justify-center rounded-control hover:bg-hover"
          >
            <X className="size-4" aria-hidden />
          </button>
        </span>
      )}
    </div>
  );
}
