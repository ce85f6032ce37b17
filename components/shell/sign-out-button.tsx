"use client";

import { LogOut } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { leave } from "./leave";

export function SignOutButton() {
  const [pending, setPending] = useState(false);
  return (
    <Button
      pending={pending}
      onClick={async () => {
        setPending(true);
        if (!(await leave())) setPending(false);
      }}
    >
      <LogOut aria-hidden />
      Sign out
    </Button>
  );
}
