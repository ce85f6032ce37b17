import { rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  connectionUrl,
  DATABASE,
  findAccess,
  hbaRules,
  OWNER_ROLE,
  SERVING_ROLE,
} from "@/lib/database/embedded/access";
import { findBinaries } from "@/lib/database/embedded/binaries";
import { claimElsewhere } from "@/lib/database/embedded/elsewhere";
import { EmbeddedError, explainSystemError } from "@/lib/database/embedded/errors";
import { findLayout, type Layout } from "@/lib/database/embedded/folders";
import { openGuard } from "@/lib/database/embedded/guard";
import { initialise } from "@/lib/database/embedded/initialise";
import { takeFolderLock } from "@/lib/database/embedded/lock";
import { launch, shutDown } from "@/lib/database/embedded/postmaster";
import { ensureRoles } from "@/lib/database/embedded/roles";
import { serverArguments } from "@/lib/database/embedded/settings";
import { supervise } from "@/lib/database/embedded/supervise";
import { clearTheWay } from "@/lib/database/embedded/takeover";
import { writeWhole } from "@/lib/database/embedded/write-whole";

interface StartEmbeddedOptions {
  /** Where the database is to lie; a relative path is taken from the working directory. */
  dataDir: string;
  /** False only in tests: nothing is forced to the disk. Default true. */
  durable?: boolean;
  /** PostgreSQL settings over ours; what keeps it private and its log free of secrets cannot be changed. */
  settings?: Readonly<Record<string, string>>;
  /** Told in a sentence when PostgreSQL has died and is started again. Default: console.warn. */
  report?: (message: string) => void;
}

export interface EmbeddedDatabase {
  /**
   * Role that owns the schema: migrations, retention. The URL carries `options`, which win over a pool's own
   * `options`: add to them in the URL.
   */
  ownerUrl: string;
  /** Role that serves: the app. */
  servingUrl: string;
  /** Where the data really lies; as root in a closed checkout this is not below `dataDir`. */
  folder: string;
  /** Stops PostgreSQL cleanly, waiting for no client, and returns when its pid file is gone. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that comes with the package on `dataDir`, making the database at the first time (1–2 s).
 * It is reached by a Unix socket in a private folder only, is started again should it die, and ends with this process;
 * after a kill -9 of this process the next start stops and replaces it.
 *
 * @throws EmbeddedError whose message says in one sentence what to do.
 */
export async function startEmbedded(options: StartEmbeddedOptions): Promise<EmbeddedDatabase> {
  let layout: Layout | undefined;
  try {
    layout = await findLayout(options.dataDir);
    const lock = await takeFolderLock(layout.folder);
    try {
      return await startLocked(layout, options, lock.release);
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw explainSystemError(error, layout?.folder ?? options.dataDir);
  }
}

async function startLocked(
  layout: Layout,
  options: StartEmbeddedOptions,
  release: () => Promise<void>,
): Promise<EmbeddedDatabase> {
  const durable = options.durable ?? true;
  await claimElsewhere(layout.dataDir, layout.folder);
  const binaries = await findBinaries(layout);
  const access = await findAccess(layout);
  const hbaFile = join(layout.folder, "pg_hba.conf");
  await writeWhole(hbaFile, hbaRules(access), 0o644);
  await clearTheWay(layout, access);
  await initialise(layout, binaries, access, durable);

  const args = serverArguments({
    data: layout.data,
    hbaFile,
    access,
    durable,
    settings: options.settings ?? {},
  });
  const start = () => launch(binaries, layout, args);
  const guardIt = async () => {
    const guard = await openGuard(access, 2000);
    if (!guard)
      throw new EmbeddedError("running", `Another program holds the guard of ${layout.folder}; stop it.`);
    return guard;
  };

  const postmaster = await start();
  try {
    const guard = await guardIt();
    await ensureRoles(guard.client, access);
    guard.unref();
    const restart = async () => {
      await clearTheWay(layout, access);
      return start();
    };
    const supervisor = supervise({ postmaster, guard }, restart, guardIt, options.report ?? console.warn);

    // A process that ends without stop() takes PostgreSQL with it; nothing can be awaited here.
    const atExit = () => {
      try {
        const current = supervisor.current();
        if (!current.hasExited()) process.kill(current.pid, "SIGINT");
      } catch {}
    };
    process.once("exit", atExit);

    let stopping: Promise<void> | undefined;
    const stop = async () => {
      const last = await supervisor.end();
      try {
        await last.guard.end();
        await shutDown(last.postmaster, binaries, layout);
        // A short one lies in /tmp, where it would stay for ever if the data were deleted.
        const sockets = access.socketFolder;
        if (sockets && dirname(sockets) !== layout.folder) await rmdir(sockets).catch(() => undefined);
      } finally {
        process.off("exit", atExit);
        await release();
      }
    };
    return {
      ownerUrl: connectionUrl(access, OWNER_ROLE, DATABASE),
      servingUrl: connectionUrl(access, SERVING_ROLE, DATABASE),
      folder: layout.folder,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  } catch (error) {
    await shutDown(postmaster, binaries, layout);
    throw error;
  }
}
