import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

interface NotAllowedProps {
  /** After "You may not": "see the machines of Platform". */
  what: string;
  /** What it takes: a scope, or a role in words. */
  needs: { scope: string } | { role: string };
  /** Who can give it: "An admin of the fleet". */
  giver: string;
  /** A way on; to the overview unless told. */
  back?: { href: string; label: string };
}

/** A page that exists, for others: what was needed, who can give it, and a way back. */
export function NotAllowed({ what, needs, giver, back }: NotAllowedProps) {
  const { href, label } = back ?? { href: "/", label: "Go to the overview" };
  return (
    <ErrorState
      title={`You may not ${what}`}
      action={
        <Link href={href} className={buttonStyle()}>
          {label}
        </Link>
      }
    >
      That takes{" "}
      {"scope" in needs ? <code className="font-mono text-ink text-small">{needs.scope}</code> : needs.role},
      which you do not hold. {giver} can give it to you.
    </ErrorState>
  );
}
