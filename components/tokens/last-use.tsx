import { RelativeTime } from "@/components/ui/relative-time";
import type { TokenView } from "@/lib/tokens/schema";

/** The sentence that says who would notice. */
export function LastUse({ token }: { token: Pick<TokenView, "last_used_at" | "last_used_ip"> }) {
  if (token.last_used_at === null) return "It was never used.";
  return (
    <>
      It was last used <RelativeTime at={token.last_used_at} className="font-strong text-ink" />
      {token.last_used_ip && (
        <>
          {" "}
          from <span className="font-mono">{token.last_used_ip}</span>
        </>
      )}
      .
    </>
  );
}
