import { Plus, Server } from "lucide-react";
import Link from "next/link";
import { Entries } from "@/components/log/entries";
import { NarrowingNotices } from "@/components/tokens/narrowing-notices";
import { buttonStyle } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import type { AuditEntry } from "@/lib/audit/events";
import type { NarrowingView, TokenCounts, TokenView } from "@/lib/tokens/schema";
import { Attention } from "./attention";

interface OverviewProps {
  counts: TokenCounts;
  attention: readonly TokenView[];
  machines: readonly { slug: string; name: string; count: number }[];
  refusals: readonly AuditEntry[];
  /** Wishes of fleets' admins about the person's tokens. */
  narrowings: readonly NarrowingView[];
}

/** What needs a look, before anything else. */
export function Overview({ counts, attention, machines, refusals, narrowings }: OverviewProps) {
  const toLookAt = attention.length + narrowings.length;
  return (
    <>
      <PageHeader
        title="Overview"
        line={`${counted(counts.active, "active token")} · ${
          toLookAt === 0 ? "none needs a look" : `${toLookAt} to look at`
        }`}
        actions={
          <Link
            href="/settings/tokens?create=true"
            data-key="c"
            className={buttonStyle({ tone: "primary", className: "hover:bg-accent-hover" })}
          >
            <Plus aria-hidden />
            Create token
          </Link>
        }
      />
      <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <NarrowingNotices wishes={narrowings} />
          {(narrowings.length === 0 || attention.length > 0) && <Attention tokens={attention} />}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          {machines.length > 0 && (
            <section className="rounded-surface border border-line bg-surface px-4 py-3">
              <h2 className="pb-1 font-strong">Machines</h2>
              <ul className="text-small">
                {machines.map((fleet) => (
                  <li key={fleet.slug} className="border-line not-last:border-b">
                    <Link
                      href={`/fleets/${fleet.slug}/machines`}
                      className="flex h-10 items-center gap-2 rounded-mark underline-offset-3 hover:underline"
                    >
                      <Server className="size-4 text-muted" aria-hidden />
                      <span className="min-w-0 flex-1 truncate">{fleet.name}</span>
                      <span className="tabular-nums">{counted(fleet.count, "machine")}</span>
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="rounded-surface border border-line bg-surface px-4 py-3">
            <h2 className="pb-1 font-strong">Recently refused</h2>
            {refusals.length === 0 ? (
              <p className="py-1.5 text-muted text-small">Nothing was refused lately.</p>
            ) : (
              <Entries entries={refusals} label="Recently refused" named />
            )}
          </section>
        </div>
      </div>
    </>
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
