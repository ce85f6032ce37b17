import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { Group } from "./group";

const nothing = () => {};

export function States() {
  return (
    <Group title="States of a page">
      <PageHeader title="A page" line="12 active" actions={<Button tone="primary">Create one</Button>} />
      <Pager line="50 of 312" first={false} next="next" onPrevious={nothing} onNext={nothing} />
      <Notice>Something to know.</Notice>
      <Notice tone="caution">Something to look at.</Notice>
      <Notice tone="danger">Something failed. Nothing was changed.</Notice>
      <EmptyState title="Nothing yet" action={<Button>Create one</Button>}>
        What belongs here, and why one wants it.
      </EmptyState>
      <ErrorState title="This could not be shown" reference="3141592" action={<Button>Try again</Button>}>
        What happened, and what to do.
      </ErrorState>
    </Group>
  );
}
