"use client";

import { useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, FieldGroup } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { announce } from "@/components/ui/toast";
import type { Scope } from "@/lib/access/catalog";
import { asApiError } from "@/lib/http/client";
import { updateToken } from "@/lib/http/client/tokens";
import type { NarrowingView, TokenView } from "@/lib/tokens/schema";
import { addressesFrom } from "./create/addresses";
import { type Choices, givable } from "./create/reach";
import { ScopePicker } from "./create/scope-picker";
import { SomeOf } from "./create/some-of";
import { useVersioned } from "./edit/use-versioned";
import type { TokenDialogProps } from "./token-dialogs";

interface NarrowDialogProps extends TokenDialogProps {
  choices: Choices;
  /** Fleets that others asked it to be kept out of. */
  asked: readonly NarrowingView[];
}

/** Takes scopes, fleets, namespaces and addresses away from a token. Nothing is given back by it. */
export function NarrowDialog(props: NarrowDialogProps) {
  const { choices, asked, onClose, onDone, finalFocus } = props;
  const { pending, error, run } = useAction();
  const { now, error: unread, reload } = useVersioned(props.token.id);
  // As the list has it, until it is read anew: what is saved names the version that was read.
  const token = now?.token ?? props.token;
  const [overtaken, setOvertaken] = useState<{ by: string | null } | null>(null);
  const everything = token.inherit || token.scopes.includes("admin");
  const reached = token.fleets ?? choices.fleets.map(({ slug }) => slug);
  const unwanted = new Set(asked.map(({ fleet }) => fleet));
  const [scopes, setScopes] = useState<readonly Scope[]>(everything ? [] : token.scopes);
  const [fleets, setFleets] = useState<readonly string[]>(reached.filter((slug) => !unwanted.has(slug)));
  const only = namespacesWithin(token, choices, fleets);
  const [namespaces, setNamespaces] = useState<readonly string[] | null>(token.namespaces);
  const [typed, setTyped] = useState((token.allowed_ips ?? []).join("\n"));
  const change = changeOf(token, {
    scopes: scopes.filter((scope) => everything || token.scopes.includes(scope)),
    fleets: fleets.filter((slug) => reached.includes(slug)),
    reached,
    namespaces: only && (namespaces?.filter((name) => only.includes(name)) ?? null),
    addresses: addressesFrom(typed),
  });
  const nothing = Object.keys(change).length === 0;
  const nowhere =
    (token.kind === "personal" && reached.length > 0 && fleets.length === 0) ||
    (only !== null && namespaces?.length === 0);
  const addressesWrong = error?.fields.find(({ path }) => path.startsWith("allowed_ips"))?.message;

  function narrow() {
    if (!now) return;
    void run(async () => {
      try {
        await updateToken(token.id, change, now.version);
      } catch (thrown) {
        if (asApiError(thrown).code !== "version_mismatch") throw thrown;
        const { by } = await reload();
        return setOvertaken({ by });
      }
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
            disabled={now === null || nothing || nowhere || (!everything && scopes.length === 0)}
            onClick={narrow}
          >
            Narrow token
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {overtaken && (
          <Notice tone="caution" role="alert">
            {overtaken.by ?? "Somebody"} changed this token since you opened it, and nothing was saved. What
            you see now is what it is; your choices are kept where they still apply.
          </Notice>
        )}
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
        {only && (
          <FieldGroup
            label="Namespaces"
            error={namespaces?.length === 0 ? "It would reach nothing. Leave it one." : undefined}
            {...(namespaces === null ? { help: "All, and those made later." } : {})}
          >
            <SomeOf
              label="Namespaces"
              options={only.map((name) => ({ value: name, label: name }))}
              value={namespaces ?? only}
              onChange={(next) =>
                setNamespaces(token.namespaces === null && next.length === only.length ? null : next)
              }
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
        <Field
          label="Allowed addresses"
          help={
            token.allowed_ips === null
              ? "It may call from anywhere. Name addresses to refuse all others, one a line, like 203.0.113.0/24."
              : "Take lines away, or write smaller ranges within them."
          }
          error={addressesWrong}
        >
          <Textarea
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono text-small"
          />
        </Field>
        <FailureNotice error={unread ?? (addressesWrong === undefined ? error : null)} />
      </div>
    </Dialog>
  );
}

function laterWords(fewer: boolean): string {
  return fewer ? "Not in fleets that you join later." : "As it is, also in fleets that you join later.";
}

/** The namespaces among which one can choose, where one fleet is left; null where there are several, or none. */
function namespacesWithin(token: TokenView, choices: Choices, fleets: readonly string[]): string[] | null {
  if (token.namespaces !== null) return token.namespaces;
  const left = token.kind === "fleet" ? (token.fleets ?? []) : fleets;
  const known =
    left.length === 1 ? choices.fleets.find((fleet) => fleet.slug === left[0])?.namespaces : undefined;
  return known && known.length > 0 ? [...known] : null;
}

interface Left {
  scopes: readonly Scope[];
  fleets: readonly string[];
  reached: readonly string[];
  /** null: all. */
  namespaces: readonly string[] | null;
  addresses: readonly string[];
}

/** Only what becomes narrower is sent. */
function changeOf(token: TokenView, { scopes, fleets, reached, namespaces, addresses }: Left) {
  const everything = token.inherit || token.scopes.includes("admin");
  const fewerScopes = everything ? scopes.length > 0 : scopes.length < token.scopes.length;
  return {
    ...(fewerScopes ? { scopes: [...scopes] } : {}),
    ...(token.kind === "personal" && fleets.length < reached.length ? { fleets: [...fleets] } : {}),
    ...(namespaces !== null && !sameList(namespaces, token.namespaces)
      ? { namespaces: [...namespaces] }
      : {}),
    // Nothing typed is no limit, which cannot be given: it stays as it is.
    ...(addresses.length > 0 && !sameList(addresses, token.allowed_ips)
      ? { allowed_ips: [...addresses] }
      : {}),
  };
}

const sameList = (a: readonly string[], b: readonly string[] | null) =>
  b !== null && a.length === b.length && a.every((one) => b.includes(one));
