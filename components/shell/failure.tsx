"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

/** What a page shows when it could not be built. The digest is how the server's log knows the failure. */
export function Failure({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  const digest =
    typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : undefined;
  return (
    <ErrorState
      title="This page could not be shown"
      reference={digest}
      action={<Button onClick={retry}>Try again</Button>}
    >
      Something failed while it was put together. Looking at a page changes nothing, so nothing was changed.
      If it fails again, give the reference to whoever runs this cabinet.
    </ErrorState>
  );
}
