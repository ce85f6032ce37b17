import { X } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AuditEntry } from "@/lib/audit/events";
import { callWords, entryWords } from "./words";

interface EntriesProps {
  entries: readonly AuditEntry[];
  label: string;
  /** Says of which token each entry is. */
  named?: boolean;
}

/** Lines of the log, newest first: what, who, from where, when. */
export function Entries({ entries, label, named = false }: EntriesProps) {
  return (
    <ol aria-label={label} className="flex flex-col text-small">
      {entries.map((entry) => (
        <li
          key={entry.id}
          className="flex items-start justify-between gap-3 border-line py-2 not-last:border-b"
        >
          <div className="min-w-0">
            <p className="wrap-anywhere">
              {entry.decision !== "allow" && (
                <X className="mr-1 mb-0.5 inline size-3.5 text-danger" role="img" aria-label="Not let in:" />
              )}
              {named && entry.api_token_name ? (
                <>
                  <span className="font-strong">{entry.api_token_name}</span> {lowerFirst(entryWords(entry))}
                </>
              ) : (
                entryWords(entry)
              )}
              {entry.count > 1 && <Chip className="ml-1.5">×{entry.count}</Chip>}
            </p>
            {callWords(entry) && (
              <p className="truncate font-mono text-label text-muted" data-tip={callWords(entry)}>
                {callWords(entry)}
              </p>
            )}
            <p className="wrap-anywhere text-label text-muted">
              {[
                entry.credential === "session" && entry.actor?.name,
                entry.ip && `from ${entry.ip}`,
                entry.namespace ? `in ${entry.fleet}/${entry.namespace}` : entry.fleet && `in ${entry.fleet}`,
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
          </div>
          <RelativeTime at={entry.timestamp} className="mt-px shrink-0 text-label text-muted tabular-nums" />
        </li>
      ))}
    </ol>
  );
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
