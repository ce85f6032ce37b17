"use client";

import { Plus, ScanSearch, X } from "lucide-react";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { SearchInput } from "@/components/ui/search-input";
import { Segmented } from "@/components/ui/segmented";
import type { NarrowingView, TokenPage, TokenView } from "@/lib/tokens/schema";
import type { TokenFlag } from "@/lib/tokens/status";
import type { Choices } from "./create/reach";
import { NoMatch, NoTokens } from "./empty";
import { flagNames } from "./flag-names";
import { NarrowingNotices } from "./narrowing-notices";
import { useOpenQuery } from "./open-query";
import {
  loadCreate,
  loadMenu,
  loadPauseAll,
  loadRevokeAll,
  loadWhich,
  type Open,
  Overlays,
} from "./overlays";
import { TokensTable } from "./tokens-table";
import { useListQuery } from "./use-list-query";
import { useSelection } from "./use-selection";
import { bulkOf, createsHere, titles, type Whose } from "./whose";

const SelectionBar = lazy(() => import("./selection-bar"));

interface TokensViewProps {
  page: TokenPage;
  whose: Whose;
  /** What the person may give, and where. */
  choices: Choices;
  /** Open wishes: asked of the person on the own list, asked by the fleet's admins on the fleet's. */
  narrowings?: readonly NarrowingView[];
  /** What wants something done, where it is the reader who does it. */
  reminding?: ReactNode;
  /** Between the title and the list. */
  tabs?: ReactNode;
  /** Beside the search. */
  filters?: ReactNode;
}

export function TokensView({
  page,
  whose,
  choices,
  narrowings = [],
  reminding,
  tabs,
  filters,
}: TokensViewProps) {
  const list = useListQuery();
  const address = useOpenQuery();
  const [open, setOpen] = useState<Open | null>(null);
  const createButton = useRef<HTMLButtonElement>(null);

  const selection = useSelection(page.data, whose);
  const showDetails = (token: TokenView) => void address.showDetails(token.id);
  const { counts } = page;
  const total = counts.active + counts.disabled + counts.expired + counts.revoked;
  const current = counts.active + counts.disabled;
  const inView = { current, expired: counts.expired, revoked: counts.revoked, all: total }[list.query.status];
  const searching = list.query.q !== "";
  const none = total === 0 && !searching && filters === undefined && list.query.flag === null;
  // Within what a flag shows, "all" would be read as all of that.
  const bulk = bulkOf(whose) !== null && list.query.flag === null;
  const rotate = (token: TokenView, anchor: HTMLElement) => setOpen({ what: "rotate", token, anchor });

  return (
    <>
      <PageHeader
        title={titles[whose.list]}
        line={lineOf(whose, none, countWords(page, searching, list.query.flag))}
        actions={
          <>
            {bulk && counts.active > 0 && (
              <Button
                aria-haspopup="dialog"
                onPointerEnter={loadPauseAll}
                onFocus={loadPauseAll}
                onClick={() => setOpen({ what: "pause-all" })}
              >
                Pause all
              </Button>
            )}
            {bulk && current > 0 && (
              <Button
                aria-haspopup="dialog"
                onPointerEnter={loadRevokeAll}
                onFocus={loadRevokeAll}
                onClick={() => setOpen({ what: "revoke-all" })}
              >
                Revoke all
              </Button>
            )}
            {createsHere(whose) && (
              <Button
                ref={createButton}
                tone="primary"
                aria-haspopup="dialog"
                onPointerEnter={loadCreate}
                onFocus={loadCreate}
                onClick={address.startCreating}
                data-key="c"
              >
                <Plus aria-hidden />
                Create token
              </Button>
            )}
          </>
        }
      />

      {tabs}
      {whose.list === "mine" && (
        <NarrowingNotices wishes={narrowings} onNarrow={(id) => void address.startNarrowing(id)} />
      )}

      {list.query.flag === null && reminding}

      {none ? (
        <NoTokens whose={whose} />
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-3">
            <SearchInput
              label="Search tokens"
              placeholder="Name, description or prefix"
              defaultValue={list.query.q}
              onChange={(event) => list.search(event.target.value.trim())}
              className="w-full narrow:w-72"
            />
            <Segmented
              label="Status"
              value={list.query.status}
              onChange={list.show}
              segments={[
                { value: "current", label: "Current", count: current },
                { value: "expired", label: "Expired", count: counts.expired },
                { value: "revoked", label: "Revoked", count: counts.revoked },
                { value: "all", label: "All", count: total },
              ]}
              className="max-narrow:w-full"
              segmentClassName="max-narrow:px-1"
            />
            {list.query.flag !== null && (
              <Button onClick={() => list.flag(null)}>
                {flagNames[list.query.flag]}
                <X aria-label="Show all" />
              </Button>
            )}
            {filters}
            <Button
              tone="quiet"
              aria-haspopup="dialog"
              onPointerEnter={loadWhich}
              onFocus={loadWhich}
              onClick={address.startAsking}
              className="narrow:ml-auto"
            >
              <ScanSearch aria-hidden />
              Which token is this?
            </Button>
          </div>
          {page.data.length === 0 ? (
            <NoMatch q={list.query.q} status={list.query.status} onShowAll={() => list.show("all")} />
          ) : (
            <TokensTable
              tokens={page.data}
              whose={whose}
              sort={list.query.sort}
              onSort={list.sortBy}
              waiting={list.waiting}
              onMenu={(token, anchor) => setOpen({ what: "menu", token, anchor })}
              onMenuNear={loadMenu}
              onDetails={showDetails}
              onRotate={rotate}
              selection={selection}
              menuOf={open?.what === "menu" ? open.token.id : null}
            />
          )}
          {selection.tokens.length > 0 && (
            <Suspense>
              <SelectionBar
                selection={selection}
                onPause={(chosen) => setOpen({ what: "pause-all", chosen })}
                onRevoke={(chosen) => setOpen({ what: "revoke-all", chosen })}
              />
            </Suspense>
          )}
          <Pager
            line={`${page.data.length} of ${inView}`}
            first={list.query.cursor === null}
            next={page.next_cursor}
            onPrevious={list.previous}
            onNext={list.next}
          />
        </>
      )}

      <Overlays
        open={open}
        setOpen={setOpen}
        address={address}
        listed={page.data}
        whose={whose}
        choices={choices}
        narrowings={narrowings}
        createButton={createButton}
      />
    </>
  );
}

function lineOf(whose: Whose, none: boolean, counted: string): string {
  if (whose.list === "mine") return none ? "What your scripts, CI jobs and agents sign in with" : counted;
  if (whose.list === "all") return counted;
  return `${whose.fleet.name} · ${none ? "none yet" : counted}`;
}

function countWords({ counts }: TokenPage, searching: boolean, flag: TokenFlag | null): string {
  const words = [
    `${counts.active} active`,
    counts.disabled > 0 && `${counts.disabled} paused`,
    counts.expired > 0 && `${counts.expired} expired`,
    counts.revoked > 0 && `${counts.revoked} revoked`,
  ].filter((part) => part !== false);
  const among = flag === null ? "" : ` · ${lowerFirst(flagNames[flag])}`;
  return `${words.join(" · ")}${among}${searching ? " in this search" : ""}`;
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
