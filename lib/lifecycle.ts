import { isUnavailable } from "@/lib/database/errors";

interface Step {
  readonly undo: () => Promise<void>;
  /** Undone even when the process ends in a hurry. */
  readonly always: boolean;
}

/** A terminal signals npm and us, and npm passes its own on: what follows this soon is the same stop. */
const SAME_STOP_MS = 1_000;
/** A start that is asked to stop may finish the step it is in. */
const STARTING_MS = 5_000;

/** A stop in a hurry that hangs, because the data folder is gone say, ends all the same. */
const HURRY_MS = 15_000;

class Stopped extends Error {}

/** Start, clean stop and hard stop of the process. What came up last is undone first. */
export class Lifecycle {
  readonly #steps: Step[] = [];
  #starting: Promise<void> = Promise.resolve();
  #stoppingSince: number | null = null;

  /** Runs `start`; a failure is told in one sentence where it has one, and ends the process with 1. */
  run(start: () => Promise<void>): void {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      process.on(signal, () => void this.#asked());
    process.on("uncaughtException", (error) => void this.#crashed(error));
    // Nobody reads the output any more: no reason to stop, and telling of it would fail in the same way for ever.
    for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
    this.#starting = start();
    this.#starting.catch(async (error: unknown) => {
      if (this.#stoppingSince !== null || error instanceof Stopped) return;
      console.error(explain(error));
      await this.#undo(() => true);
      process.exit(1);
    });
  }

  /** What a stop must undo. `always`: also after a crash and a second signal. */
  onStop(undo: () => Promise<void>, { always = false } = {}): void {
    this.#steps.push({ undo, always });
  }

  /** The next part of a start, or none if a stop was asked for meanwhile. */
  async unlessStopping<T>(part: () => Promise<T>): Promise<T> {
    if (this.#stoppingSince !== null) throw new Stopped();
    return part();
  }

  async #asked(): Promise<void> {
    const now = Date.now();
    if (this.#stoppingSince !== null) {
      if (now - this.#stoppingSince > SAME_STOP_MS) await this.#hurry(1);
      return;
    }
    this.#stoppingSince = now;
    await Promise.race([this.#starting.catch(() => undefined), pause(STARTING_MS)]);
    await this.#undo(() => true);
    process.exit(0);
  }

  async #crashed(error: unknown): Promise<void> {
    console.error("The server failed and stops:", error);
    await this.#hurry(1);
  }

  async #hurry(exitCode: number): Promise<void> {
    await Promise.race([this.#undo((step) => step.always), pause(HURRY_MS)]);
    process.exit(exitCode);
  }

  async #undo(which: (step: Step) => boolean): Promise<void> {
    while (this.#steps.length > 0) {
      const step = this.#steps.pop();
      if (!step || !which(step)) continue;
      await step.undo().catch((error: unknown) => console.error("While stopping:", error));
    }
  }
}

/** One sentence for what the person who started the server can mend, the whole error for what they cannot. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name.startsWith("Prisma")) return error;
  if (isUnavailable(error))
    return `The database cannot be reached: ${messageOf(error)}. Check DATABASE_URL and that it runs.`;
  return "code" in error ? error.message : error;
}

/** A name that has several addresses fails with an error for each, and no message of its own. */
function messageOf(error: Error): string {
  return error.message || ("code" in error ? String(error.code) : error.name);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
