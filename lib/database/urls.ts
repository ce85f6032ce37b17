// Connection URLs are edited as text: one with a socket folder and no host does not parse as a URL.

/**
 * Adds what every session needs to a connection URL, keeping what the URL says itself: UTC, since the adapter
 * reads timestamps as UTC without looking, and commits that are on disk before they are answered.
 * `limits` are settings (`name=value`) that the URL's own `options` may override.
 */
export function withSessionOptions(url: string, limits: string[] = []): string {
  // The last `options` wins, so the URL's own are repeated in it.
  const own = /[?&]options=([^&#]*)/.exec(url)?.[1];
  const musts = ["timezone=UTC", "synchronous_commit=on"];
  const options = [...limits.map(asOption), ...(own ? [own] : []), ...musts.map(asOption)].join("+");
  return withParameter(url, `options=${options}`);
}

function asOption(setting: string): string {
  return `-c+${setting}`;
}

/** The same server, another database. */
export function inDatabase(url: string, database: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/?#]*)(\/[^?#]*)?/, (_, base) => `${base}/${database}`);
}

/** The same server and database, another user, wherever the URL names its user. */
export function asUser(url: string, user: string, password: string): string {
  const [address = "", query = ""] = url.replace(/^(\w+:\/\/)[^/?#]*@/, "$1").split("?", 2);
  const others = query.split("&").filter((parameter) => !/^(user|password)=|^$/.test(parameter));
  const account = [`user=${encodeURIComponent(user)}`, `password=${encodeURIComponent(password)}`];
  return `${address}?${[...others, ...account].join("&")}`;
}

/** Adds one parameter, already encoded. */
function withParameter(url: string, parameter: string): string {
  return `${url}${url.includes("?") ? "&" : "?"}${parameter}`;
}
