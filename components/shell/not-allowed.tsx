import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

interface NotAllowedProps {
  /** After "You may not": "see the machines of Platform". */
  what: string;
  /** A scope that the person lacks, or who may: "an instance admin". */
  needs: { scope: string } | { person: string };
  /** Who can help, and how: "An admin of the fleet can change your role." */
  way: string;
  /** Where one gets on; the overview unless told. */
  back?: { href: string; label: string };
}

/** A page that exists, for others: what was needed, who can give it, and a way back. */
export function NotAllowed({ what, needs, way, back }: NotAllowedProps) {
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
      {"scope" in needs ? (
        <>
          That takes <code className="font-mono text-ink text-small">{needs.scope}</code>, which you do not
          hold there.
        </>
      ) : (
        `That takes ${needs.person}.`
      )}{" "}
      {way}
    </ErrorState>
  );
}
