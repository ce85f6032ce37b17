// Errors come from pg, from the adapter and from Prisma, in two bundles: they are told by their codes, never by class.

type Shape = {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  syscall?: unknown;
  kind?: unknown;
  cause?: unknown;
  errors?: unknown;
  meta?: unknown;
  originalCode?: unknown;
  driverAdapterError?: unknown;
};

/** Prisma: unreachable, timed out, socket timed out, closed, pool empty, transaction not started, too many connections. */
const AWAY_PRISMA = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"]);
const AWAY_ADAPTER = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
  "TlsConnectionError",
  "AuthenticationFailed",
  "DatabaseAccessDenied",
  "DatabaseDoesNotExist",
]);
const AWAY_SOCKET = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
/** pg gives these no code; Prisma puts some lines of its own in front. */
const AWAY_TEXT =
  /^(timeout expired|timeout exceeded when trying to connect|connection terminated|client has encountered a connection error|cannot use a pool after calling end|query read timeout)/im;

/**
 * The database is away, or cannot be written to: worth a 503 and another try, never a verdict.
 * Refused, terminated, starting up, shutting down, out of connections or disk, timed out, read-only after a failover.
 */
export function isUnavailable(error: unknown): boolean {
  return some(error, ({ name, code, message, syscall, kind, originalCode }) => {
    if (isAwayState(code) || isAwayState(originalCode)) return true;
    if (typeof kind === "string" && AWAY_ADAPTER.has(kind)) return true;
    if (typeof code === "string" && AWAY_PRISMA.has(code)) return true;
    if (typeof code === "string" && AWAY_SOCKET.has(code) && isOfSocket(code, syscall, name)) return true;
    if (name === "PrismaClientInitializationError") return true;
    return typeof message === "string" && AWAY_TEXT.test(message);
  });
}

/** A missing file has the code of a missing socket. Prisma keeps the code of either and nothing else. */
function isOfSocket(code: string, syscall: unknown, name: unknown): boolean {
  if (typeof name === "string" && name.startsWith("PrismaClient")) return true;
  return code === "ENOENT" ? syscall === "connect" : typeof syscall === "string";
}

/** A row with this key already stands there. */
export function isUniqueViolation(error: unknown): boolean {
  return some(
    error,
    (e) => e.code === "P2002" || e.code === "23505" || e.kind === "UniqueConstraintViolation",
  );
}

/** A serialization failure or a deadlock: nothing happened, and the same transaction may succeed when run again. */
export function isWriteConflict(error: unknown): boolean {
  return some(
    error,
    (e) =>
      e.code === "P2034" || e.code === "40001" || e.code === "40P01" || e.kind === "TransactionWriteConflict",
  );
}

/** SQLSTATEs: 08 connection, 28 and 3D refused at the door, 53 out of resources, 57P and 57014 stopped, 55P03 locked, 25006 read-only. */
function isAwayState(code: unknown): boolean {
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return false;
  return /^(08|28|3D|53)/.test(code) || /^(57P0\d|57014|25006|55P03)$/.test(code);
}

/** Whether the error, or one that it wraps, satisfies the test. */
function some(error: unknown, test: (shape: Shape) => boolean, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 5) return false;
  const shape = error as Shape;
  if (test(shape)) return true;
  const inner = [shape.cause, shape.meta, shape.driverAdapterError];
  if (Array.isArray(shape.errors)) inner.push(...shape.errors);
  return inner.some((each) => some(each, test, depth + 1));
}
