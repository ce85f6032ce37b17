import { createHmac, randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { findSocketFolder, type Layout } from "@/lib/database/embedded/folders";
import { writeWhole } from "@/lib/database/embedded/write-whole";

export const OWNER_ROLE = "cabinet_owner";
export const SERVING_ROLE = "cabinet_app";
export const DATABASE = "cabinet";
/** Connected to by the guard and for set-up, so that `cabinet` itself may be dropped and restored. */
export const MAINTENANCE_DATABASE = "postgres";

/** The port only names the socket's file. */
const SOCKET_PORT = 5432;
export const SOCKET_NAME = `.s.PGSQL.${SOCKET_PORT}`;

/** How PostgreSQL is reached: by a socket in a private folder, or on Windows by loopback and a password. */
export interface Access {
  port: number;
  socketFolder: string | undefined;
  /** Kept beside the data with mode 0600; only where there are no sockets. */
  secret: string | undefined;
}

export async function findAccess(layout: Layout): Promise<Access> {
  if (process.platform !== "win32") {
    return {
      port: SOCKET_PORT,
      socketFolder: await findSocketFolder(layout, SOCKET_NAME),
      secret: undefined,
    };
  }
  const path = join(layout.folder, "password");
  const kept = await readFile(path, "utf8").catch(() => undefined);
  const secret = kept ?? randomBytes(32).toString("base64url");
  if (kept === undefined) await writeWhole(path, secret, 0o600);
  return { port: await freePort(), socketFolder: undefined, secret };
}

/** Each role has a password of its own where one is needed. */
export function passwordOf(access: Access, role: string): string | undefined {
  return access.secret === undefined
    ? undefined
    : createHmac("sha256", access.secret).update(role).digest("hex");
}

/** Who may enter: by the private socket anybody who can open it, by loopback a password. */
export function hbaRules(access: Access): string {
  return access.socketFolder === undefined
    ? "host all all 127.0.0.1/32 scram-sha-256\n"
    : "local all all trust\n";
}

/**
 * A connection URL for `pg` and adapters over it. It states everything that `pg` would otherwise take from the
 * environment (PGHOST, PGPORT, PGUSER, PGDATABASE, PGSSLMODE, PGSSLNEGOTIATION, PGOPTIONS, PGCLIENT_ENCODING).
 */
export function connectionUrl(access: Access, role: string, database: string): string {
  const password = passwordOf(access, role);
  const parameters = {
    ...(access.socketFolder === undefined ? {} : { host: access.socketFolder }),
    sslmode: "disable",
    sslnegotiation: "postgres",
    client_encoding: "UTF8",
    options: "-c timezone=UTC",
  };
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const host = access.socketFolder === undefined ? "127.0.0.1" : "localhost";
  return `postgresql://${role}${password ? `:${password}` : ""}@${host}:${access.port}/${database}?${query.join("&")}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
