import { Problem } from "@/lib/errors";

/** A call is judged and in the log within this, or refused with 503. */
export const judgingMs = 1_600;

/** What the promise brings, or 503 at `by` (as performance.now() counts). */
export function inTime<T>(promise: Promise<T>, by: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => {
      reject(
        new Problem("unavailable", "The database does not answer in time, so nothing is let in. Try again.", {
          retryAfterSeconds: 1,
        }),
      );
    };
    const timer = setTimeout(late, Math.max(0, by - performance.now()));
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
