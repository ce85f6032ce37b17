/** Request bodies: bounded, JSON only, each key once. */
import { invalid, Problem } from "@/lib/errors";

const bodyLimitBytes = 64 * 1024;

/** @throws 413, 415 or 400. An empty body is an empty object. */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text === "") return {};
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json" && !type?.endsWith("+json")) {
    throw new Problem("unsupported_media_type", "Send the body as application/json.");
  }
  const parsed = parse(text);
  const twice = repeatedKey(text);
  if (twice !== null)
    throw new Problem("malformed_json", `The key ${JSON.stringify(twice)} stands twice in one object.`);
  return parsed;
}

/** A form or a JSON object, as next-auth's clients send either. @throws 413, 415 or 400. */
export async function readFields(request: Request): Promise<Record<string, unknown>> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded")
    return Object.fromEntries(new URLSearchParams(await readText(request)));
  const body = await readJson(request);
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return { ...body };
  throw new Problem("malformed_json", "The body is not a JSON object.");
}

/** A form with each field once. @throws 413, 415, 400 or 422. */
export async function readForm(request: Request): Promise<Record<string, string>> {
  const text = await readText(request);
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (text !== "" && type !== "application/x-www-form-urlencoded")
    throw new Problem("unsupported_media_type", "Send the body as application/x-www-form-urlencoded.");
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in fields) throw invalid(name, "repeated", `${name} stands twice in the form.`);
    fields[name] = value;
  }
  return { ...fields };
}

async function readText(request: Request): Promise<string> {
  const tooLarge = () => new Problem("body_too_large", "Bodies may have at most 64 kB.");
  if (Number(request.headers.get("content-length") ?? 0) > bodyLimitBytes) throw tooLarge();
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Counted as it comes: a chunked body has no length to look at.
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > bodyLimitBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(next.value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new Problem("malformed_json", "The body is not UTF-8.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("malformed_json", "The body is not JSON.");
  }
}

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** The first key that one object has twice, else null. JSON.parse keeps the last silently; another reader the first. */
function repeatedKey(text: string): string | null {
  const stack: (Set<string> | null)[] = [];
  let previous = "";
  for (const [token] of text.matchAll(tokens)) {
    const keys = stack.at(-1);
    if (token === "{") stack.push(new Set());
    else if (token === "[") stack.push(null);
    else if (token === "}" || token === "]") stack.pop();
    else if (token === ":" && keys) {
      const key = String(JSON.parse(previous));
      if (keys.has(key)) return key;
      keys.add(key);
    }
    previous = token;
  }
  return null;
}
