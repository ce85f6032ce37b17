import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { FoundToken, TokenRight, TokenView } from "@/lib/tokens/schema";
import { Fact } from "../details/fact";
import { TokenStatus } from "../token-status";
import { deedWords, type TokenDeed, type Whose } from "../whose";

const deeds: Record<TokenRight, TokenDeed> = {
  update: "edit",
  pause: "pause",
  rotate: "rotate",
  revoke: "revoke",
};

interface FoundProps {
  found: FoundToken;
  whose: Whose;
  onDeed: (what: TokenDeed, token: TokenView) => void;
  onDetails: (token: TokenView) => void;
}

/** Whose it is, whether it still works, who used it last, and what can be done now. */
export function Found({ found, whose, onDeed, onDetails }: FoundProps) {
  const { token, secret, may } = found;
  return (
    <section aria-label={token.name} className="flex flex-col gap-3 rounded-surface border border-line p-4">
      <div className="flex items-start justify-between gap-3">
        <h3 className="wrap-anywhere min-w-0 font-strong">{token.name}</h3>
        <TokenStatus token={token} />
      </div>
      <StateOf token={token} secret={secret} />
      <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-small [&>dt]:text-muted">
        <Fact name="Owner">
          {token.owner.name}
          {token.kind === "fleet" && <span className="text-muted"> · a fleet’s token</span>}
        </Fact>
        <Fact name="This secret">
          <span className="font-mono">{secret.prefix}…</span>,{" "}
          {secret.last_used_at === null ? (
            "never used"
          ) : (
            <>
              used {secret.uses === 1 ? "once" : `${secret.uses} times`}, last{" "}
              <RelativeTime at={secret.last_used_at} />
              {secret.last_used_ip && (
                <>
                  {" "}
                  from <span className="font-mono">{secret.last_used_ip}</span>
                </>
              )}
            </>
          )}
        </Fact>
        {token.last_used_at && token.last_used_at !== secret.last_used_at && (
          <Fact name="The token">
            last used <RelativeTime at={token.last_used_at} />
          </Fact>
        )}
      </dl>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onDetails(token)}>Details</Button>
        {may.map((right) => (
          <Button
            key={right}
            {...(right === "revoke" ? { tone: "danger-plain" as const } : {})}
            onClick={() => onDeed(deeds[right], token)}
          >
            {deedWords(deeds[right], token, whose)}
          </Button>
        ))}
      </div>
    </section>
  );
}

function StateOf({ token, secret }: Pick<FoundToken, "token" | "secret">) {
  if (token.status !== "active")
    return (
      <Notice>
        {token.status === "disabled" ? "It is refused while the token is paused." : "It is refused."}
      </Notice>
    );
  if (secret.state === "ended") {
    return (
      <Notice>
        This secret has ended {secret.ends_at && <RelativeTime at={secret.ends_at} />}; whoever comes with it
        is refused.
      </Notice>
    );
  }
  return (
    <Notice tone="caution">
      {secret.state === "overlap" ? "It is the old one of two, and still works." : "It works."} If somebody
      found it who should not have it, rotate or revoke the token.
    </Notice>
  );
}
