import type { ServerResponse } from "node:http";
import net from "node:net";
import type { Listeners } from "@/lib/http/listen";

/** Callers with an open connection learn by their next answer that it ends; the others are given this long to ask. */
const NOTICE_MS = 300;

/** Counts the requests that are being answered, so that a stop can wait for them. */
export interface InFlight {
  /** Call it once for each request, before it is answered. */
  enter(response: ServerResponse): void;
  /** From now on every answer closes its connection. */
  leave(): void;
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
    async empty() {
      if (open.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

/** Stops accepting, lets what is in flight finish, and cuts off what is not done after `patienceMs`. */
export async function drain(listeners: Listeners, inFlight: InFlight, patienceMs: number): Promise<void> {
  const connecting = hasConnections(listeners);
  // First the door, then the notice: who is told to come back must find nobody, not a queue that is thrown away.
  // http's own close() would also end connections on which a request is just arriving.
  for (const server of listeners.all) net.Server.prototype.close.call(server);
  inFlight.leave();
  const connected = await connecting;
  if (connected) await Promise.race([settled(inFlight), pause(patienceMs)]);
  for (const server of listeners.all) server.closeAllConnections();
}

/** Nothing is in flight, and nothing came on an open connection for a moment. */
async function settled(inFlight: InFlight): Promise<void> {
  await inFlight.empty();
  await pause(NOTICE_MS);
  await inFlight.empty();
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
