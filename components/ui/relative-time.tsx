"use client";

import { useNow } from "./clock";
import { cn } from "./cn";
import { dateWords, relativeWords } from "./time";

interface RelativeTimeProps {
  /** RFC 3339. */
  at: string;
  /** Further away than this it is shown as a date. 0: always a date. */
  limitDays?: number;
  /**
   * What time it is, within a row or item whose control is marked `data-tells-times`: on focus that one tells the
   * exact times of all. A time without a label can be focused itself.
   */
  label?: string | undefined;
  className?: string;
}

/** "3 minutes ago"; a date when it is long ago or far off. The exact time is told on hover and on focus (tips.tsx). */
export function RelativeTime({ at, limitDays = 30, label, className }: RelativeTimeProps) {
  const { now, live } = useNow();
  const time = Date.parse(at);
  return (
    <time
      dateTime={at}
      data-label={label}
      tabIndex={label === undefined ? 0 : undefined}
      className={cn("rounded-mark", className)}
    >
      {relativeWords(time, now, limitDays) ?? dateWords(time, live ? "local" : "utc")}
    </time>
  );
}
