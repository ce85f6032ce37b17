import type { ServerResponse } from "node:http";
import net from "node:net";
import type { Listeners } from "@/lib/http/listen";

/** Callers with an open connection learn by their next answer that it ends; the others are given this long to ask. */
const NOTICE_MS = 1_000;

/** Counts the requests that are being answered, so that a stop can wait for them. */
export interface InFlight {
  /** Call it once for each request, before it is answered. */
  enter(response: ServerResponse): void;
  /** From now on every answer closes its connection. */
  leave(): void;
  isEmpty(): boolean;
  /** Resolves when nothing is being answered any more. */
  empty(): Promise<void>;
}

export function countInFlight(): InFlight {
  const open = new Set<ServerResponse>();
  const waiting: (() => void)[] = [];
  let leaving = false;
  return {
    enter(response) {
      open.add(response);
      if (leaving) response.setHeader("Connection", "close");
      response.once("close", () => {
        open.delete(response);
        if (open.size === 0) for (const wake of waiting.splice(0)) wake();
      });
    },
    leave() {
      leaving = true;
      for (const response of open) if (!response.headersSent) response.setHeader("Connection", "close");
    },
    isEmpty: () => open.size === 0,
    async empty() {
      if (open.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

/** Stops accepting, lets what is in flight finish, and cuts off what is not done after `patienceMs`. */
export async function drain(listeners: Listeners, inFlight: InFlight, patienceMs: number): Promise<void> {
  // First the door, then the notice: who is told to come back must find nobody, not a queue that is thrown away.
  // http's own close() would also end connections on which a request is just arriving.
  for (const server of listeners.all) net.Server.prototype.close.call(server);
  inFlight.leave();
  await Promise.race([settled(listeners, inFlight), pause(patienceMs)]);
  for (const server of listeners.all) server.closeAllConnections();
}

/** Nothing is in flight, and every connection has ended or was silent for its notice. */
async function settled(listeners: Listeners, inFlight: InFlight): Promise<void> {
  for (let silentSince = Date.now(); Date.now() - silentSince < NOTICE_MS; await pause(20)) {
    if (!inFlight.isEmpty()) {
      await inFlight.empty();
      silentSince = Date.now();
    }
    if (!(await hasConnections(listeners))) return;
  }
}

async function hasConnections(listeners: Listeners): Promise<boolean> {
  const counts = listeners.all.map(
    (server) => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
  );
  return (await Promise.all(counts)).some((count) => count > 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
