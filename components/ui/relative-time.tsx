"use client";

import { useNow } from "./clock";
import { dateWords, exactWords, relativeWords } from "./time";

interface RelativeTimeProps {
  /** RFC 3339. */
  at: string;
  /** Further away than this it is shown as a date. 0: always a date. */
  limitDays?: number;
  className?: string;
}

/** "3 minutes ago", the exact time on hover; a date when it is long ago or far off. */
export function RelativeTime({ at, limitDays = 30, className }: RelativeTimeProps) {
  const { now, live } = useNow();
  const zone = live ? "local" : "utc";
  const time = Date.parse(at);
  return (
    <time dateTime={at} data-tip={exactWords(time, zone)} className={className}>
      {relativeWords(time, now, limitDays) ?? dateWords(time, zone)}
    </time>
  );
}
