interface Erring {
  message?: unknown;
}

/** The first message of a field that may be a list: its own, or that of the first item that is wrong. */
export function messageOf(error: Erring | readonly (Erring | undefined)[] | undefined): string | undefined {
  if (error === undefined) return undefined;
  if ("message" in error && typeof error.message === "string") return error.message;
  if (!Array.isArray(error)) return undefined;
  const first = error.find((item) => typeof item?.message === "string");
  return first?.message;
}
