import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

export const metadata = { title: "Not found" };

export default function CabinetNotFound() {
  return (
    <ErrorState
      title="There is nothing here that you may see"
      action={
        <Link href="/settings/tokens" className={buttonStyle()}>
          Go to my tokens
        </Link>
      }
    >
      Either the address is wrong, or the fleet is not one of yours. An admin of the fleet can add you to it.
    </ErrorState>
  );
}
