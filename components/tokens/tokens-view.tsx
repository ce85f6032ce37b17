"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { SearchInput } from "@/components/ui/search-input";
import { Segmented } from "@/components/ui/segmented";
import type { Scope } from "@/lib/access/catalog";
import type { CreatedToken, TokenPage, TokenView } from "@/lib/tokens/schema";
import { NoMatch, NoTokens } from "./empty";
import { TokensTable } from "./tokens-table";
import { useListQuery } from "./use-list-query";

// What opens on demand loads on demand, a moment before: when a pointer or the focus comes near.
const loadCreate = () => import("./create/create-dialog");
const CreateDialog = lazy(loadCreate);
const loadSecret = () => import("./secret/secret-dialog");
const SecretDialog = lazy(loadSecret);
const loadMenu = () => import("./token-menu");
const TokenMenu = lazy(loadMenu);
const loadDialogs = () => import("./token-dialogs");
const TokenDialogs = lazy(loadDialogs);
const loadRevokeAll = () => import("./revoke-all-dialog");
const RevokeAllDialog = lazy(loadRevokeAll);

/** What stands open over the list. The clear secret lives here and nowhere else, and goes with its dialog. */
type Open =
  | { what: "create" }
  | { what: "revoke-all" }
  | { what: "menu"; token: TokenView; anchor: HTMLElement }
  | { what: "details" | "edit" | "pause" | "rotate" | "revoke"; token: TokenView; anchor: HTMLElement }
  | { what: "secret"; created: CreatedToken; rotated: boolean };

interface TokensViewProps {
  page: TokenPage;
  /** What the person holds in at least one fleet. */
  held: readonly Scope[];
}

export function TokensView({ page, held }: TokensViewProps) {
  const router = useRouter();
  const list = useListQuery();
  const [open, setOpen] = useState<Open | null>(null);
  const createButton = useRef<HTMLButtonElement>(null);

  const { counts } = page;
  const total = counts.active + counts.disabled + counts.expired + counts.revoked;
  const current = counts.active + counts.disabled;
  const inView = { current, expired: counts.expired, revoked: counts.revoked, all: total }[list.query.status];
  const searching = list.query.q !== "";
  const none = total === 0 && !searching;
  const close = () => setOpen(null);

  function created(token: CreatedToken, rotated: boolean) {
    void loadSecret();
    setOpen({ what: "secret", created: token, rotated });
    router.refresh();
  }

  return (
    <>
      <PageHeader
        title="My tokens"
        line={none ? "What your scripts, CI jobs and agents sign in with" : countWords(page, searching)}
        actions={
          <>
            {current > 0 && (
              <Button
                aria-haspopup="dialog"
                onPointerEnter={loadRevokeAll}
                onFocus={loadRevokeAll}
                onClick={() => setOpen({ what: "revoke-all" })}
              >
                Revoke all
              </Button>
            )}
            <Button
              ref={createButton}
              tone="primary"
              aria-haspopup="dialog"
              onPointerEnter={loadCreate}
              onFocus={loadCreate}
              onClick={() => setOpen({ what: "create" })}
            >
              <Plus aria-hidden />
              Create token
            </Button>
          </>
        }
      />

      {none ? (
        <NoTokens />
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
          </div>
          {page.data.length === 0 ? (
            <NoMatch q={list.query.q} status={list.query.status} onShowAll={() => list.show("all")} />
          ) : (
            <TokensTable
              tokens={page.data}
              sort={list.query.sort}
              onSort={list.sortBy}
              waiting={list.waiting}
              onMenu={(token, anchor) => setOpen({ what: "menu", token, anchor })}
              onMenuNear={loadMenu}
              menuOf={open?.what === "menu" ? open.token.id : null}
            />
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

      <Suspense>
        {open?.what === "create" && (
          <CreateDialog held={held} onClose={close} onCreated={(token) => created(token, false)} />
        )}
        {open?.what === "secret" && (
          <SecretDialog
            created={open.created}
            rotated={open.rotated}
            onClose={() => {
              close();
              // Whoever tried the command meanwhile wants to see that it was used.
              router.refresh();
            }}
            returnTo={createButton}
          />
        )}
        {open?.what === "menu" && (
          <TokenMenu
            token={open.token}
            anchor={open.anchor}
            onNear={loadDialogs}
            onChoose={(what) => setOpen({ what, token: open.token, anchor: open.anchor })}
            onClose={() => setOpen((now) => (now?.what === "menu" ? null : now))}
          />
        )}
        {open?.what === "revoke-all" && (
          <RevokeAllDialog onClose={close} onRevoked={() => router.refresh()} returnTo={createButton} />
        )}
        {open && "anchor" in open && open.what !== "menu" && (
          <TokenDialogs
            what={open.what}
            token={open.token}
            anchor={open.anchor}
            fallback={createButton}
            onClose={close}
            onChanged={() => {
              close();
              router.refresh();
            }}
            onRotated={(token) => created(token, true)}
          />
        )}
      </Suspense>
    </>
  );
}

function countWords({ counts }: TokenPage, searching: boolean): string {
  const words = [
    `${counts.active} active`,
    counts.disabled > 0 && `${counts.disabled} paused`,
    counts.expired > 0 && `${counts.expired} expired`,
    counts.revoked > 0 && `${counts.revoked} revoked`,
  ].filter((part) => part !== false);
  return `${words.join(" · ")}${searching ? " in this search" : ""}`;
}
