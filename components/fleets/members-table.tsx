import { MoreHorizontal } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
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
            className="hover:bg-surface max-narrow:grid-cols-[minmax(0,1fr)_auto_auto] max-narrow:gap-x-3 max-narrow:py-2.5"
          >
            <TableCell>
              <span className="flex min-w-0 items-center gap-2">
                <span
                  className={cn("truncate narrow:font-strong", !member.active && "text-muted")}
                  data-tip={member.name}
                >
                  {member.name}
                </span>
                {member.user_id === me.id && <Chip>you</Chip>}
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
                <Button
                  tone="quiet"
                  size="icon-small"
                  aria-label={`Actions for ${member.name}`}
                  data-tells-times=""
                  aria-haspopup="menu"
                  aria-expanded={menuOf === member.user_id}
                  {...(member.instance_admin && !me.admin
                    ? { disabled: true, title: "Only an instance admin changes an instance admin." }
                    : {})}
                  onPointerEnter={onNear}
                  onFocus={onNear}
                  onClick={(event) => onMenu(member, event.currentTarget)}
                  className="-mr-1.5 opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 aria-expanded:bg-hover aria-expanded:opacity-100 pointer-coarse:size-10 pointer-coarse:opacity-100 max-narrow:opacity-100"
                >
                  <MoreHorizontal aria-hidden />
                </Button>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
