import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";

/** The server cannot listen where it was told to. `message` is one sentence for the person who started it. */
class ListenError extends Error {
  readonly code = "cannot_listen";
}

/** The sockets on which the server is reached; `primary` is the one that Next gets to know. */
export interface Listeners {
  readonly primary: Server;
  readonly all: readonly Server[];
}

/**
 * Listens on `host`; "localhost" means 127.0.0.1 and, where the machine has it, ::1.
 * @throws {ListenError} when the port is taken, not allowed, or the host is not one of this machine's.
 */
export async function listen(host: string, port: number, handle: RequestListener): Promise<Listeners> {
  const primary = makeServer(handle);
  await bind(primary, host === "localhost" ? "127.0.0.1" : host, port, host);
  if (host !== "localhost") return { primary, all: [primary] };

  const second = makeServer(handle);
  // Next's own upgrades (hot reload) are attached to the first server only.
  second.on("upgrade", (...upgrade) => primary.emit("upgrade", ...upgrade));
  try {
    await bind(second, "::1", port, host);
  } catch (error) {
    if (isWithoutIPv6(error)) return { primary, all: [primary] };
    primary.close();
    throw error;
  }
  return { primary, all: [primary, second] };
}

function makeServer(handle: RequestListener): Server {
  // Longer than the usual proxies keep theirs, so that it is never us who close under a request.
  const server = createServer({ keepAliveTimeout: 75_000 }, handle);
  server.on("clientError", refuseBroken);
  return server;
}

async function bind(server: Server, address: string, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(explain(error, host, port)));
    server.listen({ host: address, port, ipv6Only: address === "::1" }, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

const WITHOUT_IPV6 = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);

function isWithoutIPv6(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return WITHOUT_IPV6.has(cause?.code ?? "");
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): ListenError {
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is in use: stop what listens there, or choose another one, like PORT=${port + 1} npm start.`,
    EACCES: `Port ${port} may not be opened by this user: choose one above 1023, like PORT=3000 npm start.`,
    EADDRNOTAVAIL: `HOST is ${host}, which is no address of this machine: use localhost, 0.0.0.0 or one of its own.`,
    ENOTFOUND: `HOST is ${host}, a name that nothing knows: use localhost, 0.0.0.0 or an address of this machine.`,
  };
  const sentence =
    sentences[error.code ?? ""] ?? `Listening on ${host}, port ${port} failed: ${error.message}.`;
  return new ListenError(sentence, { cause: error });
}

/** What is no HTTP, or too much of it, gets an answer too; Node would close without a word. */
function refuseBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, title] = BROKEN[error.code ?? ""] ?? [400, "Bad Request"];
  const body = JSON.stringify({ type: "about:blank", title, status });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nContent-Type: application/problem+json\r\nContent-Length: ${body.length}\r\n` +
      `Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
  );
}

const BROKEN: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, "Request Header Fields Too Large"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "Content Too Large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "Request Timeout"],
};
