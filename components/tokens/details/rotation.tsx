"use client";

import { useEffect, useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { announce } from "@/components/ui/toast";
import { endOverlap, moveOverlapEnd } from "@/lib/http/client/tokens";
import { longestOverlapSeconds, type SecretProof, type TokenView } from "@/lib/tokens/schema";
import { Lane } from "./lane";
import { silenceOf } from "./silence";
import { useRotation } from "./use-rotation";

interface RotationProps {
  token: TokenView;
  /** Whether the reader may end and extend. */
  manages: boolean;
  /** The token changed: read it again. */
  onChanged: () => void;
}

/** Two lanes, the old secret and the new one, until the old one is silent; and who still comes with ended ones. */
export function Rotation({ token, manages, onChanged }: RotationProps) {
  const { secrets, reload } = useRotation(token.id);
  const now = useSeconds();
  const current = secrets.find((secret) => secret.state === "current");
  const ended = secrets.filter((secret) => secret.state === "ended");
  const overlap = secrets.find((secret) => secret.state === "overlap");
  const old = overlap ?? ended.find((secret) => secret.refused !== null) ?? ended[0];
  if (token.revoked_at !== null || !current || !old || (!overlap && !isFresh(old, now))) return null;
  const silence = silenceOf(old, current, now);
  return (
    <section aria-labelledby="rotation" className="flex flex-col gap-2">
      <h3 id="rotation" className="font-strong text-label">
        Rotation
      </h3>
      <div className="rounded-surface border border-line">
        <Lane name="Old" secret={old} current={current} silence={silence} now={now} />
        <Lane name="New" secret={current} current={current} silence={silence} now={now} />
      </div>
      {overlap && manages && (
        <Ending
          token={token}
          overlap={overlap}
          current={current}
          quiet={silence === "quiet"}
          now={now}
          onDone={async () => {
            await reload();
            onChanged();
          }}
        />
      )}
      {ended.map((secret) => (
        <StillComing key={secret.prefix + secret.created_at} secret={secret} only={secret === old} />
      ))}
    </section>
  );
}

const shownDays = 7;

/** An ended secret is of interest for a week, and as long as somebody comes with it. */
function isFresh({ ends_at: at, refused }: SecretProof, now: number): boolean {
  return refused !== null || (at !== null && now - Date.parse(at) < shownDays * 86_400_000);
}

function StillComing({ secret, only }: { secret: SecretProof; only: boolean }) {
  if (secret.refused === null) return null;
  const { count, last_at: at, last_ip: ip } = secret.refused;
  return (
    <Notice tone="caution">
      Somebody still came with {only ? "the old one" : <span className="font-mono">{secret.prefix}…</span>}:{" "}
      {count === 1 ? "1 call" : `${count} calls`}, last <RelativeTime at={at} />
      {ip && (
        <>
          {" "}
          from <span className="font-mono">{ip}</span>
        </>
      )}
      .
    </Notice>
  );
}

interface EndingProps {
  token: TokenView;
  overlap: SecretProof;
  current: SecretProof;
  quiet: boolean;
  now: number;
  onDone: () => Promise<void>;
}

const extensionMs = 86_400_000;

/** Ends the old secret, after a question while it is in use, or lets it go on for another day. */
function Ending({ token, overlap, current, quiet, now, onDone }: EndingProps) {
  const { pending, error, run } = useAction();
  const [asked, setAsked] = useState(false);
  const longest = Date.parse(current.created_at) + longestOverlapSeconds * 1_000;
  const latest = Math.min(longest, token.expires_at === null ? longest : Date.parse(token.expires_at));
  const end = Date.parse(overlap.ends_at ?? current.created_at);
  const extended = Math.min(Math.max(end, now) + extensionMs, latest);
  const canExtend = extended - end > 60_000;

  const endNow = () =>
    run(async () => {
      await endOverlap(token.id);
      announce("Ended the old secret.");
      await onDone();
    });
  const extend = () =>
    run(async () => {
      await moveOverlapEnd(token.id, new Date(extended).toISOString());
      announce("Extended.");
      await onDone();
    });

  return (
    <>
      {asked && !quiet ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-2">
          <p className="min-w-0 flex-1 basis-60 text-small">
            Whatever still has the old secret is refused from its next request on.
          </p>
          <div className="flex gap-2">
            <Button onClick={() => setAsked(false)}>Keep it</Button>
            <Button tone="danger" pending={pending} onClick={endNow}>
              End it now
            </Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button
            tone={quiet ? "primary" : "plain"}
            pending={pending}
            onClick={quiet ? endNow : () => setAsked(true)}
          >
            End the old one
          </Button>
          <Button pending={pending} disabled={!canExtend} onClick={extend}>
            {canExtend && extended === latest ? "Extend to the longest" : "Extend by 24 hours"}
          </Button>
        </div>
      )}
      {!canExtend && (
        <p className="text-muted text-small">
          It cannot go on for longer:{" "}
          {latest === longest ? "7 days is the most" : "the token itself expires then"}.
        </p>
      )}
      <FailureNotice error={error} />
    </>
  );
}

/** The moment, a few seconds at a time: often enough to see a lane go quiet. */
function useSeconds(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 4_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
