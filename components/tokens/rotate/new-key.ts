/** A key under which one wish is repeated. `crypto.randomUUID` is missing on plain http beyond localhost. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
