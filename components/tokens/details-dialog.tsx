"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { ScopeChips } from "./scope-chips";
import type { TokenDialogProps } from "./token-dialogs";
import { TokenStatus } from "./token-status";

export function DetailsDialog({ token, onClose, finalFocus }: TokenDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={token.name}
      finalFocus={finalFocus}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 gap-y-2.5 text-small [&>dt]:text-muted">
        <Fact name="Status">
          <TokenStatus token={token} />
        </Fact>
        {token.description && (
          <Fact name="Description">
            <span className="wrap-anywhere whitespace-pre-line">{token.description}</span>
          </Fact>
        )}
        <Fact name="May">
          <ScopeChips token={token} />
        </Fact>
        <Fact name="Where">{reachWords(token.fleets, token.namespaces)}</Fact>
        <Fact name="Last used">
          {token.last_used_at === null ? (
            "Never"
          ) : (
            <>
              <RelativeTime at={token.last_used_at} />
              {token.last_used_ip && (
                <>
                  {" "}
                  from <span className="font-mono">{token.last_used_ip}</span>
                </>
              )}
            </>
          )}
        </Fact>
        <Fact name="Expires">
          {token.expires_at === null ? "Never" : <RelativeTime at={token.expires_at} limitDays={0} />}
        </Fact>
        <Fact name="Created">
          <RelativeTime at={token.created_at} /> by {token.created_by.name}
        </Fact>
        {Date.parse(token.secret_created_at) - Date.parse(token.created_at) > 1_000 && (
          <Fact name="Last rotated">
            <RelativeTime at={token.secret_created_at} />
          </Fact>
        )}
        {token.revoked_at && (
          <Fact name="Revoked">
            <RelativeTime at={token.revoked_at} />
            {token.revoked_by && ` by ${token.revoked_by.name}`}
            {token.revoke_reason && `: ${token.revoke_reason}`}
          </Fact>
        )}
        <Fact name="Prefix">
          <span className="font-mono">{token.prefix}…</span>
        </Fact>
        <Fact name="Id">
          <span className="flex items-center gap-1">
            <span className="wrap-anywhere select-all font-mono">{token.id}</span>
            <CopyButton
              text={token.id}
              label="Copy the id"
              tone="quiet"
              size="icon-small"
              className="-my-1.5"
            />
          </span>
        </Fact>
      </dl>
    </Dialog>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function reachWords(fleets: readonly string[] | null, namespaces: readonly string[] | null): string {
  if (fleets === null) return "In all your fleets, now and later";
  if (namespaces === null) return fleets.join(", ");
  return namespaces.map((namespace) => `${fleets[0]}/${namespace}`).join(", ");
}
