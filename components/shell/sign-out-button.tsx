"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { announce } from "@/components/ui/toast";
import { asApiError, signOut } from "@/lib/http/client";

export function SignOutButton({ className }: { className?: string }) {
  const [pending, setPending] = useState(false);

  async function leave() {
    setPending(true);
    try {
      await signOut();
      // A full load: nothing of what was seen stays in memory.
      window.location.assign("/sign-in");
    } catch (error) {
      setPending(false);
      announce(`You are still signed in. ${asApiError(error).message}`, "danger");
    }
  }

  return (
    <Button
      tone="quiet"
      size="icon"
      aria-label="Sign out"
      title="Sign out"
      pending={pending}
      onClick={leave}
      {...(className === undefined ? {} : { className })}
    >
      <LogOut aria-hidden />
    </Button>
  );
}
