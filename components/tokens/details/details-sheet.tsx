"use client";

import { Entries } from "@/components/log/entries";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import type { TokenView } from "@/lib/tokens/schema";
import type { TokenDeed } from "../token-menu";
import { Facts } from "./facts";
import { entriesShown, useToken } from "./use-token";
import { flagWords } from "./words";

interface DetailsSheetProps {
  id: string;
  /** As the list has it, when it is on the page. */
  listed: TokenView | undefined;
  onClose: () => void;
  onDeed: (what: TokenDeed, token: TokenView) => void;
  finalFocus: () => HTMLElement | null;
}

/** One token, looked at closely, with the last that the log says of it. */
export default function DetailsSheet({ id, listed, onClose, onDeed, finalFocus }: DetailsSheetProps) {
  const { token, entries, error } = useToken(id, listed);
  const alive = token?.status === "active" || token?.status === "disabled";
  return (
    <Sheet
      open
      onClose={onClose}
      title={token?.name ?? (error ? "No such token" : "Token")}
      finalFocus={finalFocus}
      footer={
        token && token.status !== "revoked" ? (
          <>
            <Button onClick={() => onDeed("edit", token)}>Edit</Button>
            {alive && (
              <>
                <Button onClick={() => onDeed("pause", token)}>{token.enabled ? "Pause" : "Resume"}</Button>
                <Button onClick={() => onDeed("rotate", token)}>Rotate</Button>
              </>
            )}
            <Button tone="danger-plain" onClick={() => onDeed("revoke", token)}>
              Revoke
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>Close</Button>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {error && !token && (
          <Notice tone={error.status === 404 ? "caution" : "danger"} role="alert">
            {error.status === 404
              ? "Either the address is wrong, or this token is not yours to see."
              : error.message}
          </Notice>
        )}
        {token &&
          flagWords(token.flags).map((words) => (
            <Notice key={words} tone="caution">
              {words}
            </Notice>
          ))}
        {token ? <Facts token={token} /> : !error && <Waiting lines={9} />}
        {!error && (
          <section className="flex flex-col gap-1">
            <h3 className="font-strong text-label">Last in the log</h3>
            {entries === null ? (
              <Waiting lines={3} />
            ) : entries.length === 0 ? (
              <p className="text-muted text-small">The log holds nothing about it.</p>
            ) : (
              <Entries entries={entries} label={`The last ${entriesShown} entries of the log`} />
            )}
          </section>
        )}
      </div>
    </Sheet>
  );
}

function Waiting({ lines }: { lines: number }) {
  return (
    <div aria-busy className="flex flex-col gap-3 py-1">
      {Array.from({ length: lines }, (_, line) => `line-${line}`).map((line) => (
        <Skeleton key={line} className="w-full" />
      ))}
    </div>
  );
}
