"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { NamespaceView } from "@/lib/fleets/schema";
import { ListFrame } from "./list-frame";
import { NamespacesTable } from "./namespaces-table";
import { useList } from "./use-list";

const loadAdd = () => import("./add-namespace-dialog");
const AddNamespaceDialog = lazy(loadAdd);
const loadRemove = () => import("./remove-namespace-dialog");
const RemoveNamespaceDialog = lazy(loadRemove);

interface NamespacesViewProps {
  fleet: { slug: string; name: string };
  namespaces: readonly NamespaceView[];
  nextCursor: string | null;
  mayWrite: boolean;
}

export function NamespacesView({ fleet, namespaces, nextCursor, mayWrite }: NamespacesViewProps) {
  const router = useRouter();
  const list = useList();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<{ namespace: NamespaceView; anchor: HTMLElement } | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const none = namespaces.length === 0 && list.plain;
  const whole = list.plain && nextCursor === null && !none;
  const count = namespaces.length === 1 ? "1 namespace" : `${namespaces.length} namespaces`;

  return (
    <>
      <PageHeader
        title="Namespaces"
        line={`${fleet.name}${whole ? ` · ${count}` : ""}`}
        actions={
          mayWrite && (
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
              Add namespace
            </Button>
          )
        }
      />
      {none ? (
        <EmptyState title="No namespaces yet">
          Every machine stands in a namespace, and a token can be limited to some of them.{" "}
          {mayWrite
            ? "Most fleets begin with production and staging."
            : `An admin of ${fleet.name} can add the first one.`}
        </EmptyState>
      ) : (
        <ListFrame
          list={list}
          label="Search namespaces"
          placeholder="Name"
          count={namespaces.length}
          nextCursor={nextCursor}
        >
          <NamespacesTable
            fleet={fleet}
            namespaces={namespaces}
            mayWrite={mayWrite}
            waiting={list.waiting}
            onNear={loadRemove}
            onRemove={(namespace, anchor) => setRemoving({ namespace, anchor })}
          />
        </ListFrame>
      )}
      <Suspense>
        {adding && (
          <AddNamespaceDialog
            fleet={fleet}
            onClose={() => setAdding(false)}
            onAdded={() => {
              setAdding(false);
              router.refresh();
            }}
          />
        )}
        {removing && (
          <RemoveNamespaceDialog
            fleet={fleet}
            namespace={removing.namespace}
            anchor={removing.anchor}
            fallback={addButton}
            onClose={() => setRemoving(null)}
            onRemoved={() => router.refresh()}
          />
        )}
      </Suspense>
    </>
  );
}
