"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { announce } from "@/components/ui/toast";
import { endAllSessions, endSession } from "@/lib/http/client/sessions";
import { deviceWords } from "./device";
import { EndAllDialog } from "./lazy-end-all-dialog";

/** As `GET /sessions` gives it. */
interface Session {
  id: string;
  created_at: string;
  last_seen_at: string;
  ip: string | null;
  user_agent: string | null;
  current: boolean;
}

export function SessionsView({ sessions }: { sessions: readonly Session[] }) {
  const router = useRouter();
  const { pending, error, run } = useAction();
  const [asking, setAsking] = useState(false);
  const everywhere = useRef<HTMLButtonElement>(null);

  function end(session: Session) {
    void run(async () => {
      await endSession(session.id);
      announce(`Ended the session of ${deviceWords(session.user_agent)}.`);
      everywhere.current?.focus();
      router.refresh();
    });
  }

  return (
    <>
      <PageHeader
        title="Security"
        line={
          sessions.length === 1
            ? "You are signed in on this device only"
            : `You are signed in ${sessions.length} times`
        }
        actions={
          <Button ref={everywhere} aria-haspopup="dialog" onClick={() => setAsking(true)}>
            Sign out everywhere
          </Button>
        }
      />
      <FailureNotice error={error} />
      <Table aria-label="My sessions">
        <TableHead>
          <TableRow className="border-0">
            <TableHeader>Device</TableHeader>
            <TableHeader className="w-[24%]">Address</TableHeader>
            <TableHeader className="w-32 text-right">Signed in</TableHeader>
            <TableHeader className="w-32 text-right">Last active</TableHeader>
            <TableHeader className="w-32">
              <span className="sr-only">Actions</span>
            </TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {sessions.map((session) => (
            <TableRow
              key={session.id}
              className="hover:bg-surface max-narrow:grid-cols-[minmax(0,1fr)_auto] max-narrow:gap-x-3 max-narrow:py-2.5"
            >
              <TableCell>
                <span
                  className="flex flex-wrap items-center gap-x-3"
                  data-tip={session.user_agent ?? undefined}
                >
                  <span className="truncate narrow:font-strong">{deviceWords(session.user_agent)}</span>
                  {session.current && (
                    <Status tone="good" shape="full">
                      This one
                    </Status>
                  )}
                </span>
              </TableCell>
              <TableCell className="truncate font-mono max-narrow:col-start-1 max-narrow:text-label max-narrow:text-muted">
                {session.ip ?? "unknown"}
              </TableCell>
              <TableCell className="text-right text-muted tabular-nums max-narrow:sr-only">
                <RelativeTime at={session.created_at} label={session.current ? undefined : "Signed in"} />
              </TableCell>
              <TableCell className="text-right tabular-nums max-narrow:col-start-2 max-narrow:row-start-2 max-narrow:text-label max-narrow:text-muted">
                <RelativeTime at={session.last_seen_at} label={session.current ? undefined : "Last active"} />
              </TableCell>
              <TableCell className="text-right max-narrow:col-start-2 max-narrow:row-start-1">
                {!session.current && (
                  <Button data-tells-times="" size="small" pending={pending} onClick={() => end(session)}>
                    End session
                    <span className="sr-only"> of {deviceWords(session.user_agent)}</span>
                  </Button>
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {asking && (
        <EndAllDialog
          count={sessions.length}
          returnTo={everywhere}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await endAllSessions();
            window.location.assign("/sign-in");
          }}
        />
      )}
    </>
  );
}
