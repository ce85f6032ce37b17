import { Chip } from "@/components/ui/chip";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TokenView } from "@/lib/tokens/schema";
import { ScopeChips } from "../scope-chips";
import { TokenStatus } from "../token-status";
import { Deed, Fact } from "./fact";
import { cadenceWords, reachWords } from "./words";

/** Everything that is known of a token, in the order in which one asks. */
export function Facts({ token, mine }: { token: TokenView; mine: boolean }) {
  return (
    <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 gap-y-2.5 text-small [&>dt]:text-muted">
      <Fact name="Status">
        <TokenStatus token={token} />
      </Fact>
      {!mine && (
        <Fact name="Owner">
          {token.owner.name}
          {token.kind === "fleet" && <span className="text-muted"> · a fleet’s token</span>}
        </Fact>
      )}
      {token.revoked_at && (
        <Fact name="Revoked">
          <Deed at={token.revoked_at} by={token.revoked_by} reason={token.revoke_reason} />
        </Fact>
      )}
      {token.disabled_at && !token.enabled && (
        <Fact name="Paused">
          <Deed at={token.disabled_at} by={token.disabled_by} reason={token.disabled_reason} />
        </Fact>
      )}
      {token.description && (
        <Fact name="Description">
          <span className="whitespace-pre-line">{token.description}</span>
        </Fact>
      )}
      {token.consumer && <Fact name="Stored in">{token.consumer}</Fact>}
      <Fact name="May">
        <ScopeChips token={token} others={!mine} />
      </Fact>
      <Fact name="Where">{reachWords(token, mine)}</Fact>
      <Fact name="From">
        {token.allowed_ips === null ? (
          "Any address"
        ) : (
          <span className="flex flex-wrap gap-1">
            {token.allowed_ips.map((range) => (
              <Chip key={range} mono>
                {range}
              </Chip>
            ))}
          </span>
        )}
      </Fact>
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
        <Deed at={token.created_at} by={token.created_by} />
      </Fact>
      {Date.parse(token.secret_created_at) - Date.parse(token.created_at) > 1_000 && (
        <Fact name="Last rotated">
          <RelativeTime at={token.secret_created_at} />
        </Fact>
      )}
      {token.rotate_every && (
        <Fact name="Rotation">
          {cadenceWords(token.rotate_every)}
          {token.rotate_due_at && (
            <>
              , due <RelativeTime at={token.rotate_due_at} limitDays={14} />
            </>
          )}
        </Fact>
      )}
      <Fact name="Prefix">
        <span className="font-mono">{token.prefix}…</span>
      </Fact>
      <Fact name="Id">
        <span className="flex items-center gap-1">
          <span className="select-all font-mono text-label">{token.id}</span>
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
  );
}
