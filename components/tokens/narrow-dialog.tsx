"use client";

import { useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FieldGroup } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/components/ui/toast";
import type { Scope } from "@/lib/access/catalog";
import { updateToken } from "@/lib/http/client/tokens";
import type { NarrowingView, TokenView } from "@/lib/tokens/schema";
import { type Choices, givable } from "./create/reach";
import { ScopePicker } from "./create/scope-picker";
import { SomeOf } from "./create/some-of";
import type { TokenDialogProps } from "./token-dialogs";

interface NarrowDialogProps extends TokenDialogProps {
  choices: Choices;
  /** Fleets that others asked it to be kept out of. */
  asked: readonly NarrowingView[];
}

/** Takes scopes and fleets away from a token. Nothing is given back by it. */
export function NarrowDialog({ token, choices, asked, onClose, onDone, finalFocus }: NarrowDialogProps) {
  const { pending, error, run } = useAction();
  const everything = token.inherit || token.scopes.includes("admin");
  const reached = token.fleets ?? choices.fleets.map(({ slug }) => slug);
  const unwanted = new Set(asked.map(({ fleet }) => fleet));
  const [scopes, setScopes] = useState<readonly Scope[]>(everything ? [] : token.scopes);
  const [fleets, setFleets] = useState<readonly string[]>(reached.filter((slug) => !unwanted.has(slug)));
  const change = changeOf(token, { scopes, fleets, reached });
  const nothing = Object.keys(change).length === 0;
  const nowhere = token.kind === "personal" && fleets.length === 0;

  function narrow() {
    void run(async () => {
      await updateToken(token.id, change);
      announce(`Narrowed ${token.name}.`);
      onDone();
    });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Narrow ${token.name}`}
      description="What you take away counts from its next request on and cannot be given back; for more, create another."
      width={everything ? "wide" : "normal"}
      finalFocus={finalFocus}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            pending={pending}
            disabled={nothing || nowhere || (!everything && scopes.length === 0)}
            onClick={narrow}
          >
            Narrow token
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {asked.map((wish) => (
          <Notice key={wish.id} tone="caution">
            {wish.requested_by.name} asks you to keep it out of {wish.fleet_name}
            {wish.reason && `: ${wish.reason}`}
          </Notice>
        ))}
        {token.kind === "personal" && reached.length > 0 && (
          <FieldGroup
            label="Fleets"
            error={nowhere ? "It would reach nothing. Revoke it instead, or leave it one." : undefined}
            {...(token.fleets === null ? { help: laterWords(fleets.length < reached.length) } : {})}
          >
            <SomeOf
              label="Fleets"
              options={reached.map((slug) => ({
                value: slug,
                label: choices.fleets.find((fleet) => fleet.slug === slug)?.name ?? slug,
              }))}
              value={fleets}
              onChange={setFleets}
            />
          </FieldGroup>
        )}
        <FieldGroup
          label="What it may do"
          error={!everything && scopes.length === 0 ? "Leave it at least one scope." : undefined}
          {...(everything
            ? { help: "It may do everything that you may. Choose scopes to make these all it has." }
            : {})}
        >
          {everything ? (
            <ScopePicker
              value={scopes}
              held={givable(choices, fleets.length === 0 ? null : fleets)}
              onChange={setScopes}
            />
          ) : (
            <SomeOf
              label="Scopes"
              options={token.scopes.map((scope) => ({ value: scope, label: scope }))}
              value={scopes}
              onChange={(next) => setScopes(token.scopes.filter((scope) => next.includes(scope)))}
            />
          )}
        </FieldGroup>
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}

function laterWords(fewer: boolean): string {
  return fewer ? "Not in fleets that you join later." : "As it is, also in fleets that you join later.";
}

interface Left {
  scopes: readonly Scope[];
  fleets: readonly string[];
  reached: readonly string[];
}

/** Only what becomes narrower is sent. */
function changeOf(token: TokenView, { scopes, fleets, reached }: Left) {
  const everything = token.inherit || token.scopes.includes("admin");
  const fewerScopes = everything ? scopes.length > 0 : scopes.length < token.scopes.length;
  return {
    ...(fewerScopes ? { scopes: [...scopes] } : {}),
    ...(token.kind === "personal" && fleets.length < reached.length ? { fleets: [...fleets] } : {}),
  };
}
