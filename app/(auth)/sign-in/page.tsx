import { redirect } from "next/navigation";
import { callbackPath } from "@/components/auth/callback-path";
import { SignInForm } from "@/components/auth/sign-in-form";
import { Notice } from "@/components/ui/notice";
import { pageCaller } from "@/lib/sessions/page";
import { setupIsOpen } from "@/lib/users/first-run";

export const metadata = { title: "Sign in" };

interface SignInProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignIn({ searchParams }: SignInProps) {
  const next = callbackPath((await searchParams).callbackUrl);
  if (await pageCaller()) redirect(next);
  return (
    <>
      <h1 className="font-strong text-title">Sign in</h1>
      {(await setupIsOpen()) && (
        <Notice tone="caution">
          There is no account yet. Open the set-up link that the server printed when it started.
        </Notice>
      )}
      <SignInForm next={next} />
    </>
  );
}
