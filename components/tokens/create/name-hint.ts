const placeholder =
  /^(?:my|new|the|a)?[\s_-]*(?:test|tests|testing|token|tokens|api|key|secret|foo|bar|baz|tmp|temp|asdf|qwerty|name|script|untitled|example|demo)+[\s_-]*\d*$/i;

/** A word of caution for names that will mean nothing in a year; null when the name says something. */
export function nameHint(name: string): string | null {
  const trimmed = name.trim();
  if (trimmed === "") return null;
  return placeholder.test(trimmed) || /^\d+$/.test(trimmed) || [...trimmed].length === 1
    ? "In a year nobody will know what this was. Say where it runs and what for, like grafana-core or ci-status."
    : null;
}
