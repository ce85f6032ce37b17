"use client";

import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import type { MachineView } from "@/lib/machines/schema";
import { NoMachines, NoMatch } from "./empty";
import { Filters } from "./filters";
import { MachinesTable } from "./machines-table";
import { loadMenu, loadRegister, type Open, Overlays } from "./overlays";
import { useListQuery } from "./use-list-query";

interface MachinesViewProps {
  fleet: { slug: string; name: string };
  machines: readonly MachineView[];
  nextCursor: string | null;
  /** Of the whole fleet, whatever is searched for. */
  total: number;
  namespaces: readonly string[];
  mayWrite: boolean;
}

export function MachinesView(props: MachinesViewProps) {
  const { fleet, machines, nextCursor, total, namespaces, mayWrite } = props;
  const list = useListQuery();
  const [open, setOpen] = useState<Open | null>(null);
  const registerButton = useRef<HTMLButtonElement>(null);

  return (
    <>
      <PageHeader
        title="Machines"
        line={`${fleet.name} · ${total === 0 ? "none registered" : `${total} registered`}`}
        actions={
          mayWrite && (
            <Button
              ref={registerButton}
              tone="primary"
              aria-haspopup="dialog"
              onPointerEnter={loadRegister}
              onFocus={loadRegister}
              data-key="c"
              onClick={() => setOpen({ what: "register" })}
            >
              <Plus aria-hidden />
              Register machine
            </Button>
          )
        }
      />
      {total === 0 && !list.filtered ? (
        <NoMachines fleet={fleet.slug} mayWrite={mayWrite} />
      ) : (
        <>
          <Filters list={list} namespaces={namespaces} />
          {machines.length === 0 ? (
            <NoMatch query={list.query} filtered={list.filtered} onShowAll={list.showAll} />
          ) : (
            <MachinesTable
              machines={machines}
              mayWrite={mayWrite}
              waiting={list.waiting}
              menuOf={open?.what === "menu" ? open.machine.id : null}
              onMenuNear={loadMenu}
              onMenu={(machine, anchor) => setOpen({ what: "menu", machine, anchor })}
              onEdit={(machine, anchor) => setOpen({ what: "edit", machine, anchor })}
              onTag={list.showTag}
            />
          )}
          <Pager
            line={list.filtered ? `${machines.length} on this page` : `${machines.length} of ${total}`}
            first={list.query.cursor === null}
            next={nextCursor}
            onPrevious={list.previous}
            onNext={list.next}
          />
        </>
      )}
      <Overlays
        fleet={fleet.slug}
        namespaces={namespaces}
        open={open}
        setOpen={setOpen}
        registerButton={registerButton}
      />
    </>
  );
}
