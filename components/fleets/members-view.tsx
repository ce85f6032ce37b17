"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryState } from "nuqs";
import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { Scope } from "@/lib/access/catalog";
import type { MemberView } from "@/lib/fleets/schema";
import { ListFrame } from "./list-frame";
import { MembersTable } from "./members-table";
import { useList } from "./use-list";

const loadAdd = () => import("./add-member-dialog");
const AddMemberDialog = lazy(loadAdd);
const loadMenu = () => import("./member-menu");
const MemberMenu = lazy(loadMenu);
const loadRole = () => import("./change-role-dialog");
const ChangeRoleDialog = lazy(loadRole);
const loadRemove = () => import("./remove-member-dialog");
const RemoveMemberDialog = lazy(loadRemove);

interface Open {
  what: "menu" | "role" | "remove";
  member: MemberView;
  anchor: HTMLElement;
}

interface MembersViewProps {
  fleet: { slug: string; name: string };
  members: readonly MemberView[];
  nextCursor: string | null;
  me: { id: string; admin: boolean };
  /** What the person holds in the fleet: nobody gives or touches more. */
  held: readonly Scope[];
}

export function MembersView({ fleet, members, nextCursor, me, held }: MembersViewProps) {
  const router = useRouter();
  const list = useList();
  const [adding, setAdding] = useState(false);
  const [open, setOpen] = useState<Open | null>(null);
  // A link from elsewhere: whom to remove.
  const [remove, setRemove] = useQueryState("remove", { shallow: true });
  const removing = members.find((member) => member.user_id === remove);
  const addButton = useRef<HTMLButtonElement>(null);
  const mayManage = held.includes("permissions:manage");
  const none = members.length === 0 && list.plain;
  const whole = list.plain && nextCursor === null;
  const count = members.length === 1 ? "1 member" : `${members.length} members`;
  const close = () => setOpen(null);
  const changed = () => {
    close();
    router.refresh();
  };

  return (
    <>
      <PageHeader
        title="Members"
        line={
          <>
            {fleet.name}
            {whole && !none && ` · ${count}`}
            {!mayManage && ` · ${whoManages(fleet.name, whole ? members : [])}`}
          </>
        }
        actions={
          mayManage && (
            <Button
              ref={addButton}
              tone="primary"
              aria-haspopup="dialog"
              onPointerEnter={loadAdd}
              onFocus={loadAdd}
              data-key="c"
              onClick={() => setAdding(true)}
            >
              <Plus aria-hidden />
              Add member
            </Button>
          )
        }
      />
      {none ? (
        <EmptyState title="No members yet">
          Nobody works in {fleet.name} yet; instance admins run it until it has an admin of its own. Add
          somebody by their e-mail.
        </EmptyState>
      ) : (
        <ListFrame
          list={list}
          label="Search members"
          placeholder="Name or e-mail"
          count={members.length}
          nextCursor={nextCursor}
        >
          <MembersTable
            members={members}
            me={me}
            mayManage={mayManage}
            waiting={list.waiting}
            menuOf={open?.what === "menu" ? open.member.user_id : null}
            onNear={loadMenu}
            onMenu={(member, anchor) => setOpen({ what: "menu", member, anchor })}
          />
        </ListFrame>
      )}
      <Suspense>
        {adding && (
          <AddMemberDialog
            fleet={fleet}
            held={held}
            onClose={() => setAdding(false)}
            onAdded={() => {
              setAdding(false);
              router.refresh();
            }}
          />
        )}
        {open?.what === "menu" && (
          <MemberMenu
            member={open.member}
            anchor={open.anchor}
            fleet={fleet}
            onNear={() => {
              void loadRole();
              void loadRemove();
            }}
            onChoose={(what) => setOpen({ ...open, what })}
            // Choosing opens a dialog in its place before the menu says that it closes.
            onClose={() => setOpen((now) => (now?.what === "menu" ? null : now))}
          />
        )}
        {open?.what === "role" && (
          <ChangeRoleDialog
            fleet={fleet}
            member={open.member}
            held={held}
            anchor={open.anchor}
            onClose={close}
            onChanged={changed}
          />
        )}
        {removing && mayManage && open === null && (
          <RemoveMemberDialog
            fleet={fleet}
            member={removing}
            anchor={null}
            fallback={addButton}
            onClose={() => void setRemove(null)}
            onRemoved={() => {
              void setRemove(null);
              router.refresh();
            }}
          />
        )}
        {open?.what === "remove" && (
          <RemoveMemberDialog
            fleet={fleet}
            member={open.member}
            anchor={open.anchor}
            fallback={addButton}
            onClose={close}
            onRemoved={() => {
              // Whoever removed himself may not see this page any more.
              if (open.member.user_id === me.id && !me.admin) router.push("/fleets");
              else changed();
            }}
          />
        )}
      </Suspense>
    </>
  );
}

function whoManages(fleet: string, members: readonly MemberView[]): string {
  const admins = members.filter((member) => member.role === "admin" && member.active);
  const names = admins.map((admin) => admin.name);
  return names.length === 0 || names.length > 3
    ? `an admin of ${fleet} adds and changes members`
    : `members are added and changed by ${names.join(", ").replace(/, ([^,]*)$/, " and $1")}`;
}
