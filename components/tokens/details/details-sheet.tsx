"use client";

import { Entries } from "@/components/log/entries";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Sheet } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import type { NarrowingView, TokenView } from "@/lib/tokens/schema";
import { canClone, deedsFor, deedWords, standingTo, type TokenDeed, type Whose } from "../whose";
import { Facts } from "./facts";
import { History } from "./history";
import { Rotation } from "./rotation";
import { entriesShown, useToken } from "./use-token";
import { flagWords } from "./words";

interface DetailsSheetProps {
  id: string;
  whose: Whose;
  narrowings: readonly NarrowingView[];
  /** As the list has it, when it is on the page. */
  listed: TokenView | undefined;
  onClose: () => void;
  onClone: (token: TokenView) => void;
  onDeed: (what: TokenDeed, token: TokenView) => void;
  /** Something was changed here: the list is to be read again. */
  onChanged: () => void;
  finalFocus: () => HTMLElement | null;
}

/** One token, looked at closely, with the last that the log says of it. */
export default function DetailsSheet(props: DetailsSheetProps) {
  const { id, whose, narrowings, listed, onClose, onClone, onDeed, onChanged, finalFocus } = props;
  const { token, entries, error, reload } = useToken(id, listed);
  const deeds = token ? deedsFor(token, whose) : [];
  const clones = token !== null && canClone(token, whose);
  const asked = narrowings.filter((wish) => wish.token_id === id);
  return (
    <Sheet
      open
      onClose={onClose}
      title={token?.name ?? (error ? "No such token" : "Token")}
      finalFocus={finalFocus}
      footer={
        token && (deeds.length > 0 || clones) ? (
          <>
            {clones && <Button onClick={() => onClone(token)}>Clone</Button>}
            {deeds.map((deed) => (
              <Button
                key={deed}
                {...(deed === "revoke" ? { tone: "danger-plain" as const } : {})}
                onClick={() => onDeed(deed, token)}
              >
                {deedWords(deed, token, whose)}
              </Button>
            ))}
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
        {asked.map((wish) => (
          <Notice key={wish.id} tone="caution">
            {wish.requested_by.name} asks to keep it out of {wish.fleet_name}
            {wish.reason && `: ${wish.reason}`}
          </Notice>
        ))}
        {token && standingTo(token, whose.reader) === "look" && (
          <Notice>
            You see it because it reaches a fleet that you run. {token.owner.name} alone can change it.
          </Notice>
        )}
        {token && (
          <Rotation
            token={token}
            manages={standingTo(token, whose.reader) === "manage"}
            onChanged={() => {
              reload();
              onChanged();
            }}
          />
        )}
        {!error && (
          <Tabs
            label="What is known of it"
            tabs={[
              {
                value: "facts",
                label: "Details",
                content: (
                  <div className="flex flex-col gap-5">
                    {token ? (
                      <Facts token={token} mine={token.owner.id === whose.reader.id} />
                    ) : (
                      <Waiting lines={9} />
                    )}
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
                  </div>
                ),
              },
              { value: "history", label: "History", content: <History id={id} /> },
            ]}
          />
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
