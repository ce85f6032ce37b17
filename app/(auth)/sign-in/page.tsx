import { redirect } from "next/navigation";
import { callbackPath } from "@/components/auth/callback-path";
import { SignInForm } from "@/components/auth/sign-in-form";
import { pageCaller } from "@/lib/sessions/page";

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
      <SignInForm next={next} />
    </>
  );
}
