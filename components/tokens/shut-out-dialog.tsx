"use client";

import Link from "next/link";
import { useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button, buttonStyle } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Segmented } from "@/components/ui/segmented";
import { announce } from "@/components/ui/toast";
import { askNarrower, settleNarrowing } from "@/lib/http/client/tokens";
import type { NarrowingView } from "@/lib/tokens/schema";
import { LastUse } from "./last-use";
import type { TokenDialogProps } from "./token-dialogs";

interface ShutOutDialogProps extends TokenDialogProps {
  asked: readonly NarrowingView[];
}

/** Two ways to keep another person's token out of a fleet: its owner narrows it, or its owner goes. */
export function ShutOutDialog({ token, whose, asked, onClose, onDone, finalFocus }: ShutOutDialogProps) {
  const { pending, error, run } = useAction();
  const [way, setWay] = useState<"ask" | "remove">("ask");
  const [reason, setReason] = useState("");
  if (!("fleet" in whose)) return null;
  const { fleet } = whose;
  const owner = token.owner.name;
  const open = asked.find((wish) => wish.fleet === fleet.slug);

  const act = (work: () => Promise<void>, said: string) =>
    run(async () => {
      await work();
      announce(said);
      onDone();
    });

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Shut ${token.name} out of ${fleet.name}`}
      description={
        <>
          It is {owner}’s own token and may reach other fleets too, so you cannot change it.{" "}
          <LastUse token={token} />
        </>
      }
      width="small"
      finalFocus={finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {way === "remove" ? (
            <Link
              href={`/fleets/${fleet.slug}/members?${new URLSearchParams({ q: owner, remove: token.owner.id ?? "" })}`}
              className={buttonStyle({ tone: "danger" })}
            >
              Go to members
            </Link>
          ) : open ? (
            <Button
              pending={pending}
              onClick={() => act(() => settleNarrowing(token.id, fleet.slug), "Withdrew the request.")}
            >
              Withdraw request
            </Button>
          ) : (
            <Button
              tone="primary"
              pending={pending}
              onClick={() => act(() => askNarrower(token.id, fleet.slug, reason.trim()), `Asked ${owner}.`)}
            >
              Ask {owner}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Segmented
          label="How"
          value={way}
          onChange={setWay}
          segments={[
            { value: "ask", label: "Ask the owner" },
            { value: "remove", label: "Remove the owner" },
          ]}
        />
        {way === "remove" ? (
          <p className="text-muted">
            Without {owner} as a member none of {owner}’s tokens reaches {fleet.name}, from the next request
            on. Those made for {fleet.name} alone are revoked. The next page shows what else ends.
          </p>
        ) : open ? (
          <p className="text-muted">
            {open.requested_by.name} asked <RelativeTime at={open.created_at} />
            {open.reason && <>: “{open.reason}”</>}. {owner} has not answered yet. The token works on until
            then.
          </p>
        ) : (
          <>
            <p className="text-muted">
              {owner} is asked to keep it out of {fleet.name}. Until that is done, the token works on.
            </p>
            <Field label="Reason" note="optional" help={`${owner} sees it, and the log keeps it.`}>
              <Textarea
                value={reason}
                maxLength={500}
                onChange={(event) => setReason(event.target.value)}
                autoComplete="off"
              />
            </Field>
          </>
        )}
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}
