// Compresses the built scripts and styles as well as Brotli can, which is too slow to be done at each request.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { at } from "./project.mjs";

const compress = promisify(brotliCompress);
const COMPRESSIBLE = /\.(js|css)$/;
/** Below this the header costs what the compression gains. */
const LEAST_BYTES = 512;

/** Writes `dist/brotli/_next/static/**`, which mirrors the addresses; lib/http/static-files.ts serves it. */
export async function compressStatic() {
  const from = at(".next", "static");
  const to = at("dist", "brotli");
  await rm(to, { recursive: true, force: true });
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && COMPRESSIBLE.test(entry.name))
    .map((entry) => path.relative(from, path.join(entry.parentPath, entry.name)));
  await Promise.all(
    files.map((file) => compressOne(path.join(from, file), path.join(to, "_next", "static", file))),
  );
}

async function compressOne(source, target) {
  const body = await readFile(source);
  if (body.length < LEAST_BYTES) return;
  const packed = await compress(body, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  });
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.br`, packed);
}
