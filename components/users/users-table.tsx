import { KeyRound, MoreHorizontal } from "lucide-react";
import Link from "next/link";
import { Button, buttonStyle } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { UserView } from "@/lib/users/schema";
import { UserStatus } from "./user-status";

interface UsersTableProps {
  users: readonly UserView[];
  /** A page of the list is on its way. */
  waiting: boolean;
  onMenu: (user: UserView, anchor: HTMLElement) => void;
  onMenuNear: () => void;
  /** The person whose menu is open. */
  menuOf: string | null;
}

const action =
  "opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 aria-expanded:bg-hover aria-expanded:opacity-100 pointer-coarse:size-10 pointer-coarse:opacity-100 max-narrow:opacity-100";

export function UsersTable({ users, waiting, onMenu, onMenuNear, menuOf }: UsersTableProps) {
  return (
    <Table
      aria-label="Users"
      aria-busy={waiting || undefined}
      className={cn("transition-opacity", waiting && "opacity-60")}
    >
      <TableHead>
        <TableRow className="border-0">
          <TableHeader className="w-[34%]">Name</TableHeader>
          <TableHeader className="w-32">Status</TableHeader>
          <TableHeader>Fleets</TableHeader>
          <TableHeader className="w-32 text-right">Last seen</TableHeader>
          <TableHeader className="w-22">
            <span className="sr-only">Actions</span>
          </TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {users.map((user) => (
          <TableRow
            key={user.id}
            className={cn(
              "hover:bg-surface max-narrow:grid-cols-[minmax(0,1fr)_auto_auto] max-narrow:gap-x-3 max-narrow:py-2.5",
              !user.active && "text-muted",
            )}
          >
            <TableCell className="max-narrow:row-span-2">
              <span className="flex min-w-0 items-center gap-2">
                <span className="truncate max-narrow:text-body narrow:font-strong" data-tip={user.name}>
                  {user.name}
                </span>
                {user.admin && (
                  <Chip tone="accent" className="h-4.5">
                    Instance admin
                  </Chip>
                )}
              </span>
              <span className="block truncate text-label text-muted" data-tip={user.email}>
                {user.email}
              </span>
            </TableCell>
            <TableCell className="max-narrow:col-start-2 max-narrow:justify-self-end">
              <UserStatus user={user} />
            </TableCell>
            <TableCell className="max-narrow:sr-only">
              <Fleets fleets={user.fleets} />
            </TableCell>
            <TableCell className="text-right tabular-nums max-narrow:col-start-2 max-narrow:row-start-2 max-narrow:text-label max-narrow:text-muted">
              {user.last_seen_at === null ? (
                <span className="text-muted">
                  never<span className="narrow:hidden"> seen</span>
                </span>
              ) : (
                <RelativeTime at={user.last_seen_at} label="Last seen" />
              )}
            </TableCell>
            <TableCell className="text-right max-narrow:col-start-3 max-narrow:row-span-2 max-narrow:row-start-1 max-narrow:self-center">
              <Link
                href={`/admin/tokens?owner=${user.id}`}
                aria-label={`Tokens of ${user.name}`}
                data-tip={`Tokens of ${user.name}`}
                className={cn(
                  buttonStyle({ tone: "quiet", size: "icon-small" }),
                  action,
                  "max-narrow:hidden",
                )}
              >
                <KeyRound aria-hidden />
              </Link>
              <Button
                tone="quiet"
                size="icon-small"
                aria-label={`Actions for ${user.name}`}
                aria-haspopup="menu"
                aria-expanded={menuOf === user.id}
                data-actions={user.id}
                data-tells-times=""
                onPointerEnter={onMenuNear}
                onFocus={onMenuNear}
                onClick={(event) => onMenu(user, event.currentTarget)}
                className={action}
              >
                <MoreHorizontal aria-hidden />
              </Button>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const shown = 2;

/** `core deployer`, the first few; the rest on hover and on focus. */
function Fleets({ fleets }: { fleets: UserView["fleets"] }) {
  if (fleets.length === 0) return <span className="text-muted">none</span>;
  const rest = fleets.slice(shown);
  return (
    <span className="flex items-center gap-1">
      {fleets.slice(0, shown).map(({ slug, role }) => (
        <Chip key={slug} className="min-w-0" data-tip={`${slug} ${role}`}>
          <span className="truncate">{slug}</span> <span className="text-muted">{role}</span>
        </Chip>
      ))}
      {rest.length > 0 && (
        <Chip
          className="shrink-0"
          tabIndex={0}
          data-tip={rest.map(({ slug, role }) => `${slug} ${role}`).join(", ")}
        >
          +{rest.length}
        </Chip>
      )}
    </span>
  );
}
