import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { MemberConsequences, MemberView } from "@/lib/fleets/schema";
import { ConsequenceRow } from "./consequence-row";

type Token = MemberConsequences["tokens"][number];

interface ConsequencesProps {
  fleet: { slug: string; name: string };
  member: MemberView;
  /** null while it is asked. */
  consequences: MemberConsequences | null;
}

/** What a removal does, by its effect: what stops first, what goes on last. */
export function Consequences({ fleet, member, consequences }: ConsequencesProps) {
  if (consequences === null) return <Skeleton className="h-24 w-full" />;
  const { tokens, others, fleet_tokens: seen, fleet_tokens_total: seenTotal } = consequences;
  const having = (effect: Token["effect"]) => tokens.filter((token) => token.effect === effect);
  const rows = (list: readonly Token[]) =>
    list.map((token) => <ConsequenceRow key={token.id} fleet={fleet} token={token} />);
  const revoked = having("revoked");
  return (
    <>
      <p className="text-muted">{whatEnds(fleet.name, member, consequences)}</p>
      <Group title="Revoked for good" count={revoked.length + others}>
        {rows(revoked)}
        {others > 0 && (
          <li className="py-2 text-muted">
            {revoked.length > 0 ? "and " : ""}
            {others === 1 ? "1 more token" : `${others} more tokens`} outside {fleet.name}: this is the last
            fleet they are in
          </li>
        )}
      </Group>
      <Group title="Limited to their other fleets" count={having("narrowed").length}>
        {rows(having("narrowed"))}
      </Group>
      <Group title={`Go on elsewhere, without ${fleet.name}`} count={having("loses_fleet").length}>
        {rows(having("loses_fleet"))}
      </Group>
      <Group
        title={`Tokens of ${fleet.name} that go on`}
        note={`${member.name} has seen their secrets. They carry a flag until you rotate them.`}
        count={seenTotal}
      >
        {seen.map((token) => (
          <li key={token.id} className="flex min-h-9 items-center justify-between gap-3">
            <span className="truncate">{token.name}</span>
            <span className="shrink-0 font-mono text-label text-muted">{token.prefix}…</span>
          </li>
        ))}
        {seenTotal > seen.length && (
          <li className="flex min-h-9 items-center text-muted">and {seenTotal - seen.length} more</li>
        )}
      </Group>
    </>
  );
}

function whatEnds(fleet: string, member: MemberView, { tokens, others }: MemberConsequences): string {
  const { name } = member;
  if (member.instance_admin) {
    return `${name} is an instance admin: every fleet stays open to them and every token goes on. Only the role ends.`;
  }
  const first = `From the next request on, ${name} cannot open ${fleet}, and neither can their tokens.`;
  if (tokens.length + others === 0) return `${first} None of their tokens reaches it.`;
  return others > 0 || tokens.some((token) => token.effect !== "loses_fleet")
    ? `${first} Adding them again does not bring back what is revoked or limited.`
    : first;
}

interface GroupProps {
  title: string;
  note?: string;
  count: number;
  children: ReactNode;
}

function Group({ title, note, count, children }: GroupProps) {
  if (count === 0) return null;
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-strong text-label">
        {title} <span className="font-plain text-muted tabular-nums">{count}</span>
      </h3>
      {note && <p className="text-muted text-small">{note}</p>}
      <ul className="divide-y divide-line rounded-control bg-sunken px-3 text-small">{children}</ul>
    </section>
  );
}
