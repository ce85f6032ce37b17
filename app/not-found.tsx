import Link from "next/link";
import { Bare } from "@/components/shell/bare";
import { buttonStyle } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { pageCaller } from "@/lib/sessions/page";
import CabinetLayout from "./(cabinet)/layout";
import CabinetNotFound from "./(cabinet)/not-found";

export const metadata = { title: "Not found" };

/** An address that no page has. Who is signed in keeps the rail, and with it the way to everywhere else. */
export default async function NotFound() {
  if (await pageCaller()) {
    return (
      <CabinetLayout>
        <CabinetNotFound />
      </CabinetLayout>
    );
  }
  return (
    <Bare>
      <ErrorState
        title="There is nothing here"
        action={
          <Link href="/sign-in" className={buttonStyle()}>
            Go to the sign-in
          </Link>
        }
      >
        Either the address is wrong, or what it names is seen by those who are signed in.
      </ErrorState>
    </Bare>
  );
}
