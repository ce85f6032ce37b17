import { setTimeout as sleep } from "node:timers/promises";
import type { Guard } from "@/lib/database/embedded/guard";
import type { Postmaster } from "@/lib/database/embedded/postmaster";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** After this long without an accident the pauses begin anew. */
const HEALTHY_MS = 60_000;

interface Supervised {
  postmaster: Postmaster;
  guard: Guard;
}

interface Supervisor {
  /** The PostgreSQL that runs now, or ran last. */
  current(): Postmaster;
  /** Ends the watch and waits for a restart that is under way; PostgreSQL itself is left as it is. */
  end(): Promise<Supervised>;
}

/** Starts PostgreSQL again whenever it has died (a crash, a lack of memory), and renews a lost guard. */
export function supervise(
  first: Supervised,
  restart: () => Promise<Postmaster>,
  renewGuard: () => Promise<Guard>,
  report: (message: string) => void,
): Supervisor {
  const ending = new AbortController();
  const ended = new Promise<void>((resolve) => ending.signal.addEventListener("abort", () => resolve()));
  let { postmaster, guard } = first;

  const watch = async () => {
    let pauseMs = FIRST_PAUSE_MS;
    let startedAt = Date.now();
    for (;;) {
      await Promise.race([ended, postmaster.exited, guard.lost]);
      if (Date.now() - startedAt > HEALTHY_MS) pauseMs = FIRST_PAUSE_MS;
      while (!ending.signal.aborted) {
        try {
          if (postmaster.hasExited()) {
            report("PostgreSQL has stopped unexpectedly; starting it again.");
            postmaster = await restart();
            report("PostgreSQL is running again.");
          }
          guard = await renewGuard();
          guard.unref();
          break;
        } catch (error) {
          report(error instanceof Error ? error.message : String(error));
        }
        await sleep(pauseMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
      if (ending.signal.aborted) return;
      startedAt = Date.now();
      // A server that dies again at once is not started in a tight circle.
      await sleep(pauseMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  };
  const watching = watch();
  return {
    current: () => postmaster,
    async end() {
      ending.abort();
      await watching;
      return { postmaster, guard };
    },
  };
}
