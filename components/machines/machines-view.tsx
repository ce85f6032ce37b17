"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { debounce, useQueryStates } from "nuqs";
import { lazy, Suspense, useRef, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { SearchInput } from "@/components/ui/search-input";
import { useTrail } from "@/components/ui/use-trail";
import type { MachineView } from "@/lib/machines/schema";
import { MachinesTable } from "./machines-table";
import { listQuery } from "./query";

const loadRegister = () => import("./register-dialog");
const RegisterDialog = lazy(loadRegister);
const loadDeregister = () => import("./deregister-dialog");
const DeregisterDialog = lazy(loadDeregister);

interface MachinesViewProps {
  fleet: { slug: string; name: string };
  machines: readonly MachineView[];
  nextCursor: string | null;
  namespaces: readonly string[];
  mayWrite: boolean;
}

export function MachinesView({ fleet, machines, nextCursor, namespaces, mayWrite }: MachinesViewProps) {
  const router = useRouter();
  const [waiting, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(listQuery, { shallow: false, startTransition });
  const trail = useTrail(query.cursor);
  const [registering, setRegistering] = useState(false);
  const [leaving, setLeaving] = useState<{ machine: MachineView; anchor: HTMLElement } | null>(null);
  const registerButton = useRef<HTMLButtonElement>(null);
  const none = machines.length === 0 && query.q === "" && query.cursor === null;
  const whole = query.q === "" && query.cursor === null && nextCursor === null;

  return (
    <>
      <PageHeader
        title="Machines"
        line={`${fleet.name}${whole && !none ? ` · ${machines.length} registered` : ""}`}
        actions={
          mayWrite && (
            <Button
              ref={registerButton}
              tone="primary"
              aria-haspopup="dialog"
              onPointerEnter={loadRegister}
              onFocus={loadRegister}
              data-key="c"
              onClick={() => setRegistering(true)}
            >
              <Plus aria-hidden />
              Register machine
            </Button>
          )
        }
      />
      {none ? (
        <NoMachines fleet={fleet.slug} mayWrite={mayWrite} />
      ) : (
        <>
          <SearchInput
            label="Search machines"
            placeholder="Name or hostname"
            defaultValue={query.q}
            onChange={(event) =>
              setQuery(
                { q: event.target.value.trim() || null, cursor: null },
                { limitUrlUpdates: debounce(200) },
              )
            }
            className="w-full narrow:w-72"
          />
          {machines.length === 0 ? (
            <p role="status" className="wrap-anywhere border-line border-t py-8 text-muted">
              {query.q === "" ? "There is no machine on this page." : `Nothing matches “${query.q}”.`}
            </p>
          ) : (
            <MachinesTable
              machines={machines}
              mayWrite={mayWrite}
              waiting={waiting}
              onNear={loadDeregister}
              onDeregister={(machine, anchor) => setLeaving({ machine, anchor })}
            />
          )}
          <Pager
            line={`${machines.length} on this page`}
            first={query.cursor === null}
            next={nextCursor}
            onPrevious={() => setQuery({ cursor: trail.back() }, { history: "push" })}
            onNext={(cursor) => setQuery({ cursor: trail.onward(cursor) }, { history: "push" })}
          />
        </>
      )}
      <Suspense>
        {registering && (
          <RegisterDialog
            fleet={fleet.slug}
            namespaces={namespaces}
            onClose={() => setRegistering(false)}
            onRegistered={() => {
              setRegistering(false);
              router.refresh();
            }}
          />
        )}
        {leaving && (
          <DeregisterDialog
            fleet={fleet.slug}
            machine={leaving.machine}
            anchor={leaving.anchor}
            fallback={registerButton}
            onClose={() => setLeaving(null)}
            onDeregistered={() => router.refresh()}
          />
        )}
      </Suspense>
    </>
  );
}

function NoMachines({ fleet, mayWrite }: { fleet: string; mayWrite: boolean }) {
  const body = JSON.stringify({ name: "web-1", namespace: "production", tags: ["web"] });
  const command = [
    'curl -H "Authorization: Bearer $CABINET_TOKEN" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '${body}' \\`,
    `  $CABINET_URL/api/v1/fleets/${fleet}/machines`,
  ].join("\n");
  return (
    <EmptyState title="No machines yet" snippet={<CodeBlock code={command} copyLabel="Copy the command" />}>
      {mayWrite
        ? "Register them here, or let each machine register itself with a token that holds machines:write:"
        : "You may look at machines here, not register them. A token that holds machines:write does it like this:"}
    </EmptyState>
  );
}
