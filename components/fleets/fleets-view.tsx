"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { type FleetRow, FleetsTable } from "./fleets-table";
import { ListFrame } from "./list-frame";
import { useList } from "./use-list";

const loadCreate = () => import("./create-fleet-dialog");
const CreateFleetDialog = lazy(loadCreate);
const loadRename = () => import("./rename-fleet-dialog");
const RenameFleetDialog = lazy(loadRename);

interface FleetsViewProps {
  fleets: readonly FleetRow[];
  nextCursor: string | null;
  /** Over all pages. */
  total: number;
  /** An instance admin, who makes and renames fleets. */
  mayCreate: boolean;
}

export function FleetsView({ fleets, nextCursor, total, mayCreate }: FleetsViewProps) {
  const router = useRouter();
  const list = useList();
  const [creating, setCreating] = useState(false);
  const [renaming, setRenaming] = useState<{ fleet: FleetRow; anchor: HTMLElement } | null>(null);
  const createButton = useRef<HTMLButtonElement>(null);
  const none = fleets.length === 0 && list.plain;

  return (
    <>
      <PageHeader
        title="Fleets"
        line={total === 1 ? "1 fleet" : `${total} fleets`}
        actions={
          mayCreate && (
            <Button
              ref={createButton}
              tone="primary"
              aria-haspopup="dialog"
              onPointerEnter={loadCreate}
              onFocus={loadCreate}
              data-key="c"
              onClick={() => setCreating(true)}
            >
              <Plus aria-hidden />
              Create fleet
            </Button>
          )
        }
      />
      {none ? (
        <EmptyState title="No fleets yet">
          {mayCreate
            ? "A fleet is a team’s estate: its members, namespaces, machines and tokens. Create the first one."
            : "You are in no fleet yet. An admin of a fleet can add you to it by your e-mail."}
        </EmptyState>
      ) : (
        <ListFrame
          list={list}
          label="Search fleets"
          placeholder="Name or slug"
          count={fleets.length}
          nextCursor={nextCursor}
        >
          <FleetsTable
            fleets={fleets}
            mayRename={mayCreate}
            waiting={list.waiting}
            onNear={loadRename}
            onRename={(fleet, anchor) => setRenaming({ fleet, anchor })}
          />
        </ListFrame>
      )}
      <Suspense>
        {creating && (
          <CreateFleetDialog
            onClose={() => setCreating(false)}
            onCreated={() => {
              setCreating(false);
              router.refresh();
            }}
            onHalfDone={() => router.refresh()}
          />
        )}
        {renaming && (
          <RenameFleetDialog
            fleet={renaming.fleet}
            anchor={renaming.anchor}
            onClose={() => setRenaming(null)}
            onRenamed={() => {
              setRenaming(null);
              router.refresh();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
