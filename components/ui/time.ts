/** Times in words. Pure: the same instant and zone give the same words on the server and in the browser. */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** "22 Nov 2026", in UTC or in the reader's zone. */
export function dateWords(at: number, zone: "utc" | "local"): string {
  const time = new Date(at);
  return zone === "utc"
    ? `${time.getUTCDate()} ${months[time.getUTCMonth()]} ${time.getUTCFullYear()}`
    : `${time.getDate()} ${months[time.getMonth()]} ${time.getFullYear()}`;
}

/** "22 Nov 2026, 14:05:09 UTC", or without the zone in the reader's own. */
export function exactWords(at: number, zone: "utc" | "local"): string {
  const time = new Date(at);
  return zone === "utc"
    ? `${dateWords(at, zone)}, ${pad(time.getUTCHours())}:${pad(time.getUTCMinutes())}:${pad(time.getUTCSeconds())} UTC`
    : `${dateWords(at, zone)}, ${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
}

function count(value: number, unit: string): string {
  return `${value} ${unit}${value === 1 ? "" : "s"}`;
}

/** "40 minutes", "9 days": whole units, never rounded up. */
export function spanWords(ms: number): string {
  if (ms < hour) return count(Math.max(1, Math.floor(ms / minute)), "minute");
  if (ms < 2 * day) return count(Math.floor(ms / hour), "hour");
  return count(Math.floor(ms / day), "day");
}

/**
 * "just now", "3 minutes ago", "in 9 days"; null when a date says more (over `limitDays` away). Less than a minute
 * either way is now: two clocks never quite agree.
 */
export function relativeWords(at: number, now: number, limitDays = 30): string | null {
  const away = at - now;
  if (Math.abs(away) >= limitDays * day) return null;
  if (Math.abs(away) < minute) return "just now";
  return away > 0 ? `in ${spanWords(away)}` : `${spanWords(-away)} ago`;
}

export const dayMs = day;
