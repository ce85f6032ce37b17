/** What was asked for from anywhere in the shell: the palette, or the list of keys. */
export type Asked = "palette" | "keys";

const listeners = new Set<(what: Asked) => void>();

export function ask(what: Asked): void {
  for (const listener of listeners) listener(what);
}

export function onAsked(listener: (what: Asked) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
