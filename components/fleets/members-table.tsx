import { Lock, MoreHorizontal } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { MemberView } from "@/lib/fleets/schema";

interface MembersTableProps {
  members: readonly MemberView[];
  me: { id: string; admin: boolean };
  mayManage: boolean;
  waiting: boolean;
  /** The member whose menu is open. */
  menuOf: string | null;
  onNear: () => void;
  onMenu: (member: MemberView, anchor: HTMLElement) => void;
}

export function MembersTable({ members, me, mayManage, waiting, menuOf, onNear, onMenu }: MembersTableProps) {
  return (
    <Table
      aria-label="Members"
      aria-busy={waiting || undefined}
      className={cn("transition-opacity", waiting && "opacity-60")}
    >
      <TableHead>
        <TableRow className="border-0">
          <TableHeader>Name</TableHeader>
          <TableHeader className="w-[22%]">Role</TableHeader>
          <TableHeader className="w-36 text-right">Since</TableHeader>
          {mayManage && (
            <TableHeader className="w-12">
              <span className="sr-only">Actions</span>
            </TableHeader>
          )}
        </TableRow>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <TableRow
            key={member.user_id}
            className={cn(
              "hover:bg-surface max-narrow:gap-x-3 max-narrow:py-2.5",
              mayManage
                ? "max-narrow:grid-cols-[minmax(0,1fr)_auto_2.5rem]"
                : "max-narrow:grid-cols-[minmax(0,1fr)_auto]",
            )}
          >
            <TableCell>
              <span className="flex min-w-0 items-center gap-2">
                <span
                  className={cn("truncate narrow:font-strong", !member.active && "text-muted")}
                  data-tip={member.name}
                >
                  {member.name}
                </span>
                {member.user_id === me.id && <span className="text-label text-muted">you</span>}
                {!member.active && (
                  <Status tone="quiet" shape="cross">
                    Deactivated
                  </Status>
                )}
              </span>
              <span className="block truncate text-label text-muted">{member.email}</span>
            </TableCell>
            <TableCell className="max-narrow:col-start-2 max-narrow:self-center max-narrow:text-right">
              {member.role}
              {member.instance_admin && <span className="block text-label text-muted">instance admin</span>}
            </TableCell>
            <TableCell className="text-right text-muted tabular-nums max-narrow:sr-only">
              <RelativeTime
                at={member.created_at}
                limitDays={1}
                label={mayManage ? "Member since" : undefined}
              />
            </TableCell>
            {mayManage && (
              <TableCell className="text-right max-narrow:col-start-3 max-narrow:row-start-1 max-narrow:self-center">
                {member.instance_admin && !me.admin ? (
                  <Locked />
                ) : (
                  <Button
                    tone="quiet"
                    size="icon-small"
                    aria-label={`Actions for ${member.name}`}
                    data-tells-times=""
                    aria-haspopup="menu"
                    aria-expanded={menuOf === member.user_id}
                    onPointerEnter={onNear}
                    onFocus={onNear}
                    onClick={(event) => onMenu(member, event.currentTarget)}
                    className="-mr-1.5 opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 aria-expanded:bg-hover aria-expanded:opacity-100 pointer-coarse:size-10 pointer-coarse:opacity-100 max-narrow:opacity-100"
                  >
                    <MoreHorizontal aria-hidden />
                  </Button>
                )}
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Locked() {
  const reason = "Only an instance admin changes or removes an instance admin";
  return (
    <span className="inline-flex text-muted" data-tip={reason}>
      <Lock className="size-3.5" aria-hidden />
      <span className="sr-only">{reason}</span>
    </span>
  );
}
