"use client";

import { UserPlus } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { SearchInput } from "@/components/ui/search-input";
import { Segmented } from "@/components/ui/segmented";
import type { UserPage } from "@/lib/users/schema";
import { loadInvite, loadMenu, type Open, Overlays } from "./overlays";
import type { ListView } from "./query";
import { useListQuery } from "./use-list-query";
import { UsersTable } from "./users-table";

export function UsersView({ page }: { page: UserPage }) {
  const list = useListQuery();
  const [open, setOpen] = useState<Open | null>(null);
  const inviteButton = useRef<HTMLButtonElement>(null);

  const { active, invited, deactivated } = page.counts;
  const inView: Record<ListView, number> = {
    current: active + invited,
    invited,
    deactivated,
    all: active + invited + deactivated,
  };
  const { q, status, cursor } = list.query;

  return (
    <>
      <PageHeader
        title="Users"
        line={countWords(page.counts, q !== "")}
        actions={
          <Button
            ref={inviteButton}
            tone="primary"
            aria-haspopup="dialog"
            onPointerEnter={loadInvite}
            onFocus={loadInvite}
            onClick={() => setOpen({ what: "invite" })}
            data-key="c"
          >
            <UserPlus aria-hidden />
            Invite user
          </Button>
        }
      />
      <div className="flex flex-wrap items-center gap-3">
        <SearchInput
          label="Search users"
          placeholder="Name or e-mail"
          defaultValue={q}
          onChange={(event) => list.search(event.target.value.trim())}
          className="w-full narrow:w-72"
        />
        <Segmented
          label="Status"
          value={status}
          onChange={list.show}
          segments={[
            { value: "current", label: "Current", count: inView.current },
            { value: "invited", label: "Invited", count: invited },
            { value: "deactivated", label: "Deactivated", count: deactivated },
            { value: "all", label: "All", count: inView.all },
          ]}
          className="max-narrow:w-full"
          segmentClassName="max-narrow:gap-1 max-narrow:px-1 max-narrow:text-label"
        />
      </div>
      {page.data.length === 0 ? (
        <NoMatch q={q} status={status} onShowAll={() => list.show("all")} />
      ) : (
        <UsersTable
          users={page.data}
          waiting={list.waiting}
          onMenu={(user, anchor) => setOpen({ what: "menu", user, anchor })}
          onMenuNear={loadMenu}
          menuOf={open?.what === "menu" ? open.user.id : null}
        />
      )}
      <Pager
        line={`${page.data.length} of ${inView[status]}`}
        first={cursor === null}
        next={page.next_cursor}
        onPrevious={list.previous}
        onNext={list.next}
      />
      <Overlays open={open} setOpen={setOpen} inviteButton={inviteButton} />
    </>
  );
}

function countWords({ active, invited, deactivated }: UserPage["counts"], searching: boolean): string {
  const words = [
    `${active} active`,
    invited > 0 && `${invited} invited`,
    deactivated > 0 && `${deactivated} deactivated`,
  ].filter((part) => part !== false);
  return `${words.join(" · ")}${searching ? " in this search" : ""}`;
}

const nothing: Record<ListView, string> = {
  current: "Nobody is active or invited.",
  invited: "Nobody is waiting with an invitation.",
  deactivated: "Nobody was deactivated.",
  all: "There is nobody on this page.",
};

function NoMatch({ q, status, onShowAll }: { q: string; status: ListView; onShowAll: () => void }) {
  return (
    <div role="status" className="flex flex-col items-start gap-3 border-line border-t py-8">
      <p className="wrap-anywhere text-muted">
        {q === "" ? nothing[status] : `Nobody matches “${q}”${status === "all" ? "" : " among these"}.`}
      </p>
      {status !== "all" && <Button onClick={onShowAll}>Look in all users</Button>}
    </div>
  );
}
