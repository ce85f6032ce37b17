"use client";

import { useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { announce } from "@/components/ui/toast";
import { updateUser } from "@/lib/http/client/users";
import type { DeactivationView } from "@/lib/users/schema";
import { EndingTokens } from "./ending-tokens";
import { isInUse } from "./reissue";
import { useConsequences } from "./use-consequences";
import type { UserDialogProps } from "./user-dialogs";

const word = "deactivate";

/** Says what ends and what goes on; wants a typed word when something that runs would stop. */
export function DeactivateDialog({ user, onClose, onDone, finalFocus }: UserDialogProps) {
  const { known, error: unknown } = useConsequences(user.id);
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const { pending, error, run } = useAction();
  const { now } = useNow();
  const inUse = known?.tokens.filter((token) => isInUse(token, now)).length ?? 0;
  const agreed = known !== null && (inUse === 0 || typed.trim().toLowerCase() === word);

  function deactivate() {
    if (!agreed) return;
    void run(async () => {
      const why = reason.trim();
      await updateUser(user.id, { active: false, ...(why === "" ? {} : { reason: why }) });
      announce(`Deactivated ${user.name}.`);
      onDone();
    });
  }

  return (
    <Dialog
      open
      role="alertdialog"
      sticky
      crossless
      onClose={onClose}
      title={`Deactivate ${user.name}`}
      finalFocus={finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Keep active</Button>
          <Button tone="danger" disabled={!agreed} pending={pending} onClick={deactivate}>
            Deactivate user
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          deactivate();
        }}
      >
        {known === null ? (
          unknown === null && <Skeleton className="h-24 w-full" />
        ) : (
          <>
            <WhatHappens known={known} inUse={inUse} />
            <EndingTokens user={user} known={known} />
            <WhatGoesOn known={known} name={user.name} />
          </>
        )}
        <Field
          label="Reason"
          note="optional"
          help="For the log, and for whoever wonders why a token stopped."
        >
          <Input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
        </Field>
        {inUse > 0 && (
          <Field
            label={
              <>
                Type <span className="font-mono">{word}</span> to go on
              </>
            }
          >
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Field>
        )}
        <FailureNotice error={error ?? unknown} />
      </form>
    </Dialog>
  );
}

function WhatHappens({ known, inUse }: { known: DeactivationView; inUse: number }) {
  const out =
    known.sessions === 0
      ? "They"
      : `They are signed out (${known.sessions === 1 ? "1 session" : `${known.sessions} sessions`}) and`;
  return (
    <>
      <p className="text-muted">
        {out} cannot sign in. Their roles stay and come back if you reactivate them; their personal tokens are
        revoked for good.
      </p>
      {inUse > 0 && (
        <Notice tone="caution">
          {inUse === 1 ? "1 token was" : `${inUse} tokens were`} used in the last 30 days. Reissue what should
          go on as a fleet token first, and put its secret in place; then nothing stops.
        </Notice>
      )}
    </>
  );
}

function WhatGoesOn({ known, name }: { known: DeactivationView; name: string }) {
  const total = known.fleet_tokens_total;
  const more = total - known.fleet_tokens.length;
  return (
    <>
      {total > 0 && (
        <section className="flex flex-col gap-1">
          <h3 className="font-strong text-ink text-label">
            {total === 1 ? "1 fleet token goes on" : `${total} fleet tokens go on`}
          </h3>
          <p className="text-muted text-small">
            {name} saw {total === 1 ? "its secret; it is" : "their secrets; they are"} flagged until rotated.
          </p>
          <ul className="rounded-control bg-sunken px-3 py-1 text-small">
            {known.fleet_tokens.map((token) => (
              <li
                key={token.id}
                className="flex h-8 items-center justify-between gap-3 border-line not-last:border-b"
              >
                <span className="truncate text-ink">{token.name}</span>
                <span className="shrink-0 text-label text-muted">{token.fleet}</span>
              </li>
            ))}
            {more > 0 && <li className="flex h-8 items-center text-muted">and {more} more</li>}
          </ul>
        </section>
      )}
      {known.last_admin_of.length > 0 && (
        <Notice>
          Nobody else is admin of {known.last_admin_of.join(", ")}. Instance admins act there until another is
          named.
        </Notice>
      )}
    </>
  );
}
