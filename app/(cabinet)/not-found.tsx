import Link from "next/link";
import { buttonStyle } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

export const metadata = { title: "Not found" };

export default function CabinetNotFound() {
  return (
    <ErrorState
      title="There is nothing here that you may see"
      action={
        <Link href="/" className={buttonStyle()}>
          Go to the overview
        </Link>
      }
    >
      Either the address is wrong, or it belongs to a fleet that is not one of yours. An admin of that fleet
      can add you to it.
    </ErrorState>
  );
}
