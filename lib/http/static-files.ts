/**
 * The built scripts and styles in Brotli, made once by the build at its best quality: a sixth smaller than what Next
 * compresses at each request. They are held in memory, so no address ever reaches the disk and a build that replaces
 * the files takes nothing from a running server. Whoever does not read Brotli gets gzip from Next.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";

interface StaticFile {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
}

export type StaticFiles = ReadonlyMap<string, StaticFile>;

const SUFFIX = ".br";
const TYPES: Readonly<Record<string, string>> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};

/** Reads what the build left in `folder`, which mirrors the addresses below the root. Without it: none. */
export function readStaticFiles(folder: string): StaticFiles {
  const files = new Map<string, StaticFile>();
  for (const name of namesIn(folder)) {
    const address = `/${name.slice(0, -SUFFIX.length).replaceAll(path.sep, "/")}`;
    const type = TYPES[path.extname(address)];
    if (!name.endsWith(SUFFIX) || type === undefined) continue;
    const body = readFileSync(path.join(folder, name));
    const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    files.set(address, { type, etag, body });
  }
  return files;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}

/** Answers a request for one of the files; false when it is somebody else's, and nothing was done. */
export function serveStatic(
  files: StaticFiles,
  { method, url = "", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  response: ServerResponse,
): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  const file = files.get(url.split("?", 1)[0] ?? "");
  if (!file || !acceptsBrotli(headers["accept-encoding"])) return false;
  // The name holds a hash of the content: what was once fetched never has to be asked for again.
  response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
  response.setHeader("Vary", "Accept-Encoding");
  response.setHeader("ETag", file.etag);
  if (isKnown(headers["if-none-match"], file.etag)) {
    response.writeHead(304).end();
    return true;
  }
  response.setHeader("Content-Type", file.type);
  response.setHeader("Content-Encoding", "br");
  response.setHeader("Content-Length", file.body.length);
  response.writeHead(200).end(method === "HEAD" ? undefined : file.body);
  return true;
}

/** `br` named with a weight above 0; `*` is not taken for it. */
function acceptsBrotli(accepted: string | string[] | undefined): boolean {
  return String(accepted ?? "")
    .split(",")
    .map((part) =>
      part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/),
    )
    .some(([name, ...rest]) => name === "br" && !rest.some((weight) => /^q=0(\.0{0,3})?$/.test(weight)));
}

function isKnown(sent: string | undefined, etag: string): boolean {
  return (sent ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
