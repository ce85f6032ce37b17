"use client";

import { useEffect, useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { changesOf } from "@/components/log/changes";
import { entryWords } from "@/components/log/words";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import type { AuditEntry } from "@/lib/audit/events";
import { type ApiError, asApiError } from "@/lib/http/client";
import { type Changes, changesOfToken } from "@/lib/http/client/tokens";

const atOnce = 20;

/** Every change of a token, the latest first: what, from what to what, by whom, under which request. */
export function History({ id }: { id: string }) {
  const [known, setKnown] = useState<Changes | null>(null);
  const [failed, setFailed] = useState<ApiError | null>(null);
  const { pending, error, run } = useAction();

  useEffect(() => {
    let here = true;
    changesOfToken(id, atOnce, null).then(
      (page) => here && setKnown(page),
      (thrown: unknown) => here && setFailed(asApiError(thrown)),
    );
    return () => {
      here = false;
    };
  }, [id]);

  if (failed) return <FailureNotice error={failed} />;
  if (known === null) return <Skeleton className="w-full" />;
  const { data, next_cursor: next } = known;
  if (data.length === 0)
    return <p className="text-muted text-small">The log holds no change of it that you may see.</p>;
  return (
    <div className="flex flex-col gap-3">
      <ol aria-label="Changes, the latest first" className="flex flex-col text-small">
        {data.map((entry) => (
          <Change key={entry.id} entry={entry} />
        ))}
      </ol>
      {next !== null && (
        <Button
          pending={pending}
          className="self-start"
          onClick={() =>
            run(async () => {
              const page = await changesOfToken(id, atOnce, next);
              setKnown({ data: [...data, ...page.data], next_cursor: page.next_cursor });
            })
          }
        >
          Show older changes
        </Button>
      )}
      <FailureNotice error={error} />
    </div>
  );
}

function Change({ entry }: { entry: AuditEntry }) {
  const changes = entry.action === "token.created" ? [] : changesOf(entry);
  return (
    <li className="relative flex flex-col gap-1 border-line border-l pb-4 pl-4 last:pb-0">
      <span aria-hidden className="absolute top-1.5 -left-1 size-2 rounded-full bg-edge" />
      <div className="flex items-start justify-between gap-3">
        <p className="wrap-anywhere min-w-0">
          <span className="font-strong">{entryWords(entry)}</span>
          {entry.actor && <span className="text-muted"> by {entry.actor.name}</span>}
        </p>
        <RelativeTime at={entry.timestamp} className="mt-px shrink-0 text-label text-muted tabular-nums" />
      </div>
      {changes.length > 0 && (
        <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-label">
          {changes.map(({ field, before, after }) => (
            <div key={field} className="contents">
              <dt className="text-muted">{field}</dt>
              <dd className="wrap-anywhere min-w-0">
                {before !== null && <del className="text-muted">{before}</del>}
                {before !== null && after !== null && <span aria-hidden> → </span>}
                {after !== null && <ins className="no-underline">{after}</ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {entry.reason && entry.decision === "allow" && (
        <p className="wrap-anywhere text-label text-muted">{entry.reason}</p>
      )}
      {entry.request_id && (
        <p className="flex items-center gap-1 text-label text-muted">
          <span className="truncate">
            Request <span className="select-all font-mono">{entry.request_id}</span>
          </span>
          <CopyButton
            text={entry.request_id}
            label={`Copy the request’s id ${entry.request_id}`}
            tone="quiet"
            size="icon-small"
            className="-my-1.5"
          />
        </p>
      )}
    </li>
  );
}
