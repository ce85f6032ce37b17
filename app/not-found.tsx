import Link from "next/link";
import { Bare } from "@/components/shell/bare";
import { buttonStyle } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Bare>
      <ErrorState
        title="There is nothing here"
        action={
          <Link href="/" className={buttonStyle()}>
            Go to my tokens
          </Link>
        }
      >
        Either the address is wrong, or what it names is not yours to see. Nothing was changed.
      </ErrorState>
    </Bare>
  );
}
