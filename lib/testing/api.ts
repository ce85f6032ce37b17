/** Calls the API's route handlers as Next would, on a real database: one request in, one answer out. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll } from "vitest";
import type { MemberRole } from "@/lib/access/catalog";
import { flushCounts } from "@/lib/audit/counts";
import { closeJournal } from "@/lib/audit/journal";
import { db } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { env, resetEnv } from "@/lib/env";
import { useDatabase } from "./database";

const root = path.resolve(import.meta.dirname, "../..");
const api = path.join(root, "app/api/v1");

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
export type Method = "GET" | "POST" | "PATCH" | "DELETE" | "PUT";

const weight = (pattern: string) => (pattern.includes("[...") ? 2 : pattern.includes("[") ? 1 : 0);

/** Every route file under app/api/v1 with the pattern of its address. */
export const routeFiles: { file: string; pattern: string }[] = readdirSync(api, {
  recursive: true,
  encoding: "utf8",
})
  .filter((file) => path.basename(file) === "route.ts")
  .map((file) => ({
    file: path.join(api, file),
    pattern: `/${path.dirname(file).replaceAll(path.sep, "/")}`,
  }))
  // As Next: a fixed folder before a dynamic one, the catch-all last.
  .sort((a, b) => weight(a.pattern) - weight(b.pattern));

function match(pattern: string, pathname: string): Record<string, string> | null {
  const names: string[] = [];
  const source = pattern
    .replace(/\[\.\.\.(\w+)\]/g, (_, name: string) => `${names.push(name) && ""}(.+)`)
    .replace(/\[(\w+)\]/g, (_, name: string) => `${names.push(name) && ""}([^/]+)`);
  const found = new RegExp(`^${source}$`).exec(pathname);
  return found && Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? "")]));
}

export interface CallOptions {
  /** A clear secret, sent as Bearer. */
  token?: string;
  /** A session's id, sent as its cookie together with the cabinet's own Origin. */
  session?: string;
  /** Sent as JSON; a string as it is. */
  body?: unknown;
  headers?: Record<string, string>;
  ip?: string;
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape.
  body: any;
  text: string;
}

/** One request to `/api/v1` + address. */
export async function call(method: Method, address: string, options: CallOptions = {}): Promise<Answer> {
  const url = new URL(`/api/v1${address}`, env().url);
  for (const { file, pattern } of routeFiles) {
    const params = match(pattern, url.pathname.slice("/api/v1".length));
    if (!params) continue;
    const module = (await import(pathToFileURL(file).href)) as Record<string, Handler>;
    const handler = module[method];
    if (!handler) return { status: 405, headers: new Headers(), body: null, text: "" };
    const response = await handler(await request(method, url, options), { params: Promise.resolve(params) });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === "" ? null : JSON.parse(text),
    };
  }
  throw new Error(`no route for ${address}`);
}

async function request(method: Method, url: URL, options: CallOptions): Promise<Request> {
  const headers = new Headers({ "x-cabinet-client-ip": options.ip ?? "127.0.0.1" });
  if (options.token !== undefined) headers.set("authorization", `Bearer ${options.token}`);
  if (options.session !== undefined) {
    const cookie = await encode({ token: { sid: options.session }, secret: env().secret });
    headers.set("cookie", `next-auth.session-token=${cookie}`);
    headers.set("origin", env().url);
  }
  const body =
    options.body === undefined
      ? null
      : typeof options.body === "string"
        ? options.body
        : JSON.stringify(options.body);
  if (body !== null) headers.set("content-type", "application/json");
  for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
  return new Request(url, { method, headers, body });
}

export interface Person {
  id: string;
  email: string;
  session: string;
}

/** A database of its own for the test file, an environment, and people to act as. */
export function useApi() {
  const database = useDatabase();
  beforeAll(() => {
    process.env.CABINET_SECRET = "tests only: 0123456789abcdefghijklmnop";
    process.env.CABINET_URL = "http://localhost:3000";
    resetEnv();
  });
  afterAll(async () => {
    await flushCounts();
    await closeJournal();
  });
  return { database, ...people };
}

const people = {
  /** A person in a living session, with a role in each fleet named. */
  async person(options: { admin?: boolean; roles?: Record<string, MemberRole> } = {}): Promise<Person> {
    const id = uuidv7();
    const email = `${id}@example.org`;
    await db().user.create({
      data: { id, email, name: `Person ${id.slice(-4)}`, admin: options.admin ?? false },
    });
    for (const [slug, role] of Object.entries(options.roles ?? {})) {
      const fleet = await db().fleet.findUniqueOrThrow({ where: { slug } });
      await db().member.create({ data: { fleetId: fleet.id, userId: id, role } });
    }
    const session = uuidv7();
    await db().session.create({ data: { id: session, userId: id } });
    return { id, email, session };
  },

  /** A fleet with its namespaces. */
  async fleet(slug: string, namespaces: string[] = ["production"]): Promise<{ id: string; slug: string }> {
    const id = uuidv7();
    await db().fleet.create({ data: { id, slug, name: slug } });
    for (const name of namespaces) await db().namespace.create({ data: { id: uuidv7(), fleetId: id, name } });
    return { id, slug };
  },

  /** A token made through the API in the person's session. */
  async token(
    person: Person,
    body: Record<string, unknown> = {},
  ): Promise<{ id: string; token: string; prefix: string }> {
    const answer = await call("POST", "/tokens", {
      session: person.session,
      body: { name: "a token", ...(body.inherit ? {} : { scopes: ["machines:read"] }), ...body },
    });
    if (answer.status !== 201) throw new Error(`token not made: ${answer.text}`);
    return answer.body;
  },
};
