"use client";

import { Notice } from "@/components/ui/notice";
import type { ApiError } from "@/lib/http/client";

/** What a failed call says: what happened, what to do, and the id under which the log knows it. */
export function FailureNotice({ error, className }: { error: ApiError | null; className?: string }) {
  if (error === null) return null;
  return (
    <Notice tone="danger" role="alert" {...(className === undefined ? {} : { className })}>
      <p>{error.status === 401 ? "You are signed out, so nothing was changed." : error.message}</p>
      {error.status === 401 && (
        <a href={signInHere()} className="underline underline-offset-2">
          Sign in and come back
        </a>
      )}
      {error.requestId && error.status !== 401 && (
        <p className="mt-1 text-muted">
          Request <code className="select-all font-mono">{error.requestId}</code>
        </p>
      )}
    </Notice>
  );
}

function signInHere(): string {
  const here = window.location.pathname + window.location.search;
  return `/sign-in?${new URLSearchParams({ callbackUrl: here })}`;
}
