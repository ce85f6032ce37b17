/**
 * Durations as people write them: a number and m, h, d, w or y (365 d). Hand-written because libraries accept far
 * more than the contract does, and a silently misread expiry is a security fault.
 */
const units = { m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 } as const;

const pattern = /^([1-9]\d{0,8})([mhdwy])$/;

/** Longest duration understood: 100 years, in seconds. */
const longestSeconds = 100 * units.y;

/** Seconds of `text`, or null when it is not a duration. */
export function parseDuration(text: string): number | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const seconds = Number(match[1]) * units[match[2] as keyof typeof units];
  return seconds <= longestSeconds ? seconds : null;
}

/** The shortest text that `parseDuration` reads back as `seconds` (whole minutes). Weeks and years come back as days. */
export function formatDuration(seconds: number): string {
  if (seconds % units.d === 0) return `${seconds / units.d}d`;
  if (seconds % units.h === 0) return `${seconds / units.h}h`;
  return `${Math.round(seconds / units.m)}m`;
}
