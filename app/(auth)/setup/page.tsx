import { notFound } from "next/navigation";
import { SetUpForm } from "@/components/auth/set-up-form";
import { setupIsOpen } from "@/lib/users/first-run";

export const metadata = { title: "Set up" };

export default async function SetUp() {
  if (!(await setupIsOpen())) notFound();
  return (
    <>
      <div>
        <h1 className="font-strong text-title">Set up this cabinet</h1>
        <p className="mt-1 text-muted">
          You become its first admin, and the fleet <code className="font-mono text-small">default</code>{" "}
          becomes yours. The link works once.
        </p>
      </div>
      <SetUpForm />
    </>
  );
}
