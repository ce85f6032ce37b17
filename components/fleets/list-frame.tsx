import type { ReactNode } from "react";
import { Pager } from "@/components/ui/pager";
import { SearchInput } from "@/components/ui/search-input";
import type { useList } from "./use-list";

interface ListFrameProps {
  list: ReturnType<typeof useList>;
  /** "Search members" */
  label: string;
  /** What is searched. */
  placeholder: string;
  /** Rows on this page. */
  count: number;
  nextCursor: string | null;
  /** The table. */
  children: ReactNode;
}

/** Search above a table, pages under it, and words where nothing is found. */
export function ListFrame({ list, label, placeholder, count, nextCursor, children }: ListFrameProps) {
  return (
    <>
      <SearchInput
        label={label}
        placeholder={placeholder}
        defaultValue={list.query.q}
        onChange={(event) => list.search(event.target.value)}
        className="w-full narrow:w-72"
      />
      {count === 0 ? (
        <p role="status" className="wrap-anywhere border-line border-t py-8 text-muted">
          {list.query.q === "" ? "There is nothing on this page." : `Nothing matches “${list.query.q}”.`}
        </p>
      ) : (
        children
      )}
      <Pager
        line={`${count} on this page`}
        first={list.query.cursor === null}
        next={nextCursor}
        onPrevious={list.previous}
        onNext={list.next}
      />
    </>
  );
}
