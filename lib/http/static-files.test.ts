import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readStaticFiles, serveStatic } from "./static-files";

const script = "export const answer = 42;\n".repeat(100);
const address = "/_next/static/chunks/a1b2.js";
let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "static-"));
  mkdirSync(path.join(folder, "_next/static/chunks"), { recursive: true });
  writeFileSync(path.join(folder, `${address}.br`), brotliCompressSync(script));
  writeFileSync(path.join(folder, "_next/static/chunks/a1b2.css.br"), brotliCompressSync("a{}"));
  writeFileSync(path.join(folder, "_next/static/chunks/stray.txt"), "not ours");
  const files = readStaticFiles(folder);
  server = createServer((request, response) => {
    if (!serveStatic(files, request, response)) response.writeHead(404).end("somebody else's");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** Raw: fetch would tidy the address and unpack the body. */
function ask(target: string, headers: Record<string, string> = {}, method = "GET") {
  return new Promise<{ status: number; head: string; body: Buffer }>((resolve, reject) => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines.join("")}\r\n`);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk)).once("error", reject);
    socket.once("end", () => {
      const all = Buffer.concat(chunks);
      const at = all.indexOf("\r\n\r\n");
      const head = all.subarray(0, at).toString().toLowerCase();
      resolve({ status: Number(head.split(" ")[1]), head, body: all.subarray(at + 4) });
    });
  });
}

const br = { "Accept-Encoding": "gzip, deflate, br, zstd" };

describe("a built script", () => {
  it("is sent in Brotli, for good, with its type and length", async () => {
    const { status, head, body } = await ask(address, br);
    expect(status).toBe(200);
    expect(brotliDecompressSync(body).toString()).toBe(script);
    expect(head).toContain("content-encoding: br");
    expect(head).toContain("content-type: application/javascript; charset=utf-8");
    expect(head).toContain("cache-control: public, max-age=31536000, immutable");
    expect(head).toContain("vary: accept-encoding");
    expect(head).toContain(`content-length: ${body.length}`);
    expect((await ask("/_next/static/chunks/a1b2.css?v=1", br)).head).toContain("content-type: text/css");
  });

  it("is answered to HEAD without its body, and with 304 to whoever has it", async () => {
    const whole = await ask(address, br);
    const head = await ask(address, br, "HEAD");
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.head).toContain(`content-length: ${whole.body.length}`);
    const etag = readStaticFiles(folder).get(address)?.etag ?? "";
    expect(head.head).toContain(`etag: ${etag.toLowerCase()}`);
    expect((await ask(address, { ...br, "If-None-Match": `"other", W/${etag}` })).status).toBe(304);
    expect((await ask(address, { ...br, "If-None-Match": '"other"' })).status).toBe(200);
  });

  it.each(["", "gzip", "gzip, br;q=0", "br;q=0.000", "*", "brotli"])(
    "goes to the next door for %j",
    async (accepted) => {
      expect((await ask(address, { "Accept-Encoding": accepted })).status).toBe(404);
    },
  );

  it.each(["POST", "DELETE", "OPTIONS"])("is nothing to %s", async (method) => {
    expect((await ask(address, br, method)).status).toBe(404);
  });

  it("is sent whole when a part of it is asked for", async () => {
    const { status, body } = await ask(address, { ...br, Range: "bytes=5-2" });
    expect(status).toBe(200);
    expect(brotliDecompressSync(body).toString()).toBe(script);
  });
});

it.each([
  "/_next/static/chunks/../chunks/a1b2.js",
  "/_next/static/chunks/%61%31b2.js",
  "/_next/static/../../../../etc/passwd",
  "/_next/static/chunks/a1b2.js.br",
  "/_next/static/chunks/stray.txt",
  "/_next/static/chunks",
  "/_next/static/chunks/none.js",
  "/__proto__",
])("%s is not one of the files", async (target) => {
  expect((await ask(target, br)).status).toBe(404);
});

it("without a build there are no files", () => {
  expect(readStaticFiles(path.join(folder, "none")).size).toBe(0);
});
