"use client";

import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { spanWords } from "@/components/ui/time";
import type { SecretProof } from "@/lib/tokens/schema";
import { type Silence, silentFor, silentPart } from "./silence";

interface LaneProps {
  name: "Old" | "New";
  secret: SecretProof;
  current: SecretProof;
  /** Of the old one. */
  silence: Silence;
  now: number;
}

/** One secret: how it is, how often it was used, when last and from where, and until when it works. */
export function Lane({ name, secret, current, silence, now }: LaneProps) {
  const { uses, last_used_at: at, last_used_ip: ip } = secret;
  const isOld = name === "Old";
  return (
    <div
      data-lane={name.toLowerCase()}
      className="flex flex-col gap-1 border-line px-3 py-2.5 not-last:border-b"
    >
      <div className="flex items-center justify-between gap-3 text-small">
        <span className="min-w-0 truncate">
          <span className="mr-2 font-strong">{name}</span>
          <span className="font-mono text-muted">{secret.prefix}…</span>
        </span>
        {isOld ? <OldState secret={secret} silence={silence} /> : <NewState used={at !== null} />}
      </div>
      <p className="wrap-anywhere text-label text-muted tabular-nums">
        {uses === 0 || at === null ? (
          "Never used"
        ) : (
          <>
            {uses === 1 ? "1 use" : `${uses} uses`}, last <RelativeTime at={at} />
            {ip && (
              <>
                {" "}
                from <span className="font-mono">{ip}</span>
              </>
            )}
          </>
        )}
        {isOld && secret.ends_at && secret.state === "overlap" && (
          <>
            {" "}
            · works until <RelativeTime at={secret.ends_at} limitDays={8} />
            {secret.ends_when_silent && ", or a day of silence"}
          </>
        )}
      </p>
      {isOld && secret.state === "overlap" && (
        <progress
          aria-label="On the way to a day of silence"
          max={1}
          value={silentPart(secret, current, now)}
          data-tip={`Silent for ${spanWords(silentFor(secret, current, now))} of 24 hours`}
          className="h-1 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
        />
      )}
    </div>
  );
}

function OldState({ secret, silence }: { secret: SecretProof; silence: Silence }) {
  if (secret.state === "ended") {
    return (
      <Status tone="quiet" shape="ring">
        Ended {secret.ends_at && <RelativeTime at={secret.ends_at} />}
      </Status>
    );
  }
  if (silence === "quiet") {
    return (
      <Status tone="good" shape="ring">
        Silent
      </Status>
    );
  }
  return (
    <Status tone="caution" shape={silence === "in_use" ? "full" : "half"}>
      {silence === "in_use" ? "Still in use" : "No call yet"}
    </Status>
  );
}

function NewState({ used }: { used: boolean }) {
  return (
    <Status tone={used ? "good" : "quiet"} shape={used ? "full" : "ring"}>
      {used ? "In use" : "Not used yet"}
    </Status>
  );
}
