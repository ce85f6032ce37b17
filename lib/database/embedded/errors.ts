/** What kept the embedded PostgreSQL from starting; stable words for code, the message is for a person. */
type EmbeddedErrorCode =
  | "running"
  | "platform"
  | "binaries_missing"
  | "no_permission"
  | "no_user"
  | "disk_full"
  | "other_major"
  | "broken"
  | "start_failed";

/** Thrown by startEmbedded. The message is one sentence that says what to do; recognise it by `code`. */
export class EmbeddedError extends Error {
  override readonly name = "EmbeddedError";

  constructor(
    readonly code: EmbeddedErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The code of a file system or process error, or undefined. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Turns what Node threw about the folder into a sentence; other errors are returned as they are. */
export function explainSystemError(error: unknown, folder: string): unknown {
  if (error instanceof EmbeddedError) return error;
  const where = error instanceof Error && "path" in error ? String(error.path) : folder;
  switch (systemCode(error)) {
    case "ENOSPC":
    case "EDQUOT":
      return diskFull(folder, error);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new EmbeddedError(
        "no_permission",
        `This user may not use ${where}; give it the right to, or set CABINET_DATA_DIR to a folder of its own.`,
        { cause: error },
      );
    case "ENOTDIR":
    case "EEXIST":
      return new EmbeddedError(
        "no_permission",
        `${where} is in the way and not a folder; remove it, or set CABINET_DATA_DIR to another folder.`,
        { cause: error },
      );
    default:
      return error;
  }
}

const CAUSES: readonly [RegExp, (folder: string) => EmbeddedError][] = [
  [/No space left on device|Disk quota exceeded/i, (folder) => diskFull(folder)],
  [
    /could not look up effective user ID|user does not exist/i,
    () =>
      new EmbeddedError(
        "no_user",
        `PostgreSQL needs a named user, and user id ${process.getuid?.()} has no name here; add it to /etc/passwd, run as another user, or set DATABASE_URL.`,
      ),
  ],
  [
    /database files are incompatible with server/i,
    (folder) =>
      new EmbeddedError(
        "other_major",
        `The database in ${folder} was made by another version of PostgreSQL; dump and restore it with that version, or set CABINET_DATA_DIR to another folder.`,
      ),
  ],
  [
    /lock file ".*" already exists|pre-existing shared memory block/i,
    (folder) =>
      new EmbeddedError(
        "running",
        `Another PostgreSQL is running on ${folder}; stop it or set CABINET_DATA_DIR to another folder.`,
      ),
  ],
  [/could not access directory/i, (folder) => broken(folder, "its data folder is gone")],
  [
    /PANIC|pg_control|checkpoint record|could not read file|is not a valid data directory|invalid data in file|checksum/i,
    (folder) => broken(folder, "PostgreSQL cannot read it"),
  ],
  [
    /Permission denied|invalid permissions|wrong ownership/i,
    (folder) =>
      new EmbeddedError(
        "no_permission",
        `PostgreSQL may not use ${folder}; give the folder back to the user that made it, or set CABINET_DATA_DIR to another folder.`,
      ),
  ],
];

/** Names the cause that PostgreSQL's own output gives for not starting. */
export function explainOutput(output: string, folder: string, log: string): EmbeddedError {
  for (const [pattern, make] of CAUSES) if (pattern.test(output)) return make(folder);
  const line = output
    .split("\n")
    .map((text) => text.trim())
    .findLast((text) => /FATAL|error|could not|cannot/i.test(text));
  return new EmbeddedError(
    "start_failed",
    `PostgreSQL did not start on ${folder}${line ? ` (${line.replace(/^.*?(FATAL|LOG|error):\s*/i, "")})` : ""}; see ${log}.`,
  );
}

export function broken(folder: string, how: string): EmbeddedError {
  return new EmbeddedError(
    "broken",
    `The database in ${folder} is damaged (${how}); restore a backup there, or set CABINET_DATA_DIR to another folder to begin afresh.`,
  );
}

function diskFull(folder: string, cause?: unknown): EmbeddedError {
  return new EmbeddedError(
    "disk_full",
    `The disk that holds ${folder} is full; free some space and start again.`,
    {
      cause,
    },
  );
}
