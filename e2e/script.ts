/** The API as a script sees it: plain HTTP, a cookie jar of its own, no browser. */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape.
  body: any;
  text: string;
}

interface Options {
  token?: string | undefined;
  body?: unknown;
  form?: Record<string, string>;
  /** A body as it is, of the content type in the headers. */
  raw?: BodyInit;
  /** Another Origin than the cabinet's own; null: none. */
  origin?: string | null;
  headers?: Record<string, string>;
}

export class Script {
  readonly #cookies = new Map<string, string>();
  readonly #url: string;
  readonly #userAgent: string | undefined;

  /** @param userAgent what the list of sessions shows, where that matters. */
  constructor(url: string, userAgent?: string) {
    this.#url = url;
    this.#userAgent = userAgent;
  }

  /** One request; the session's cookies and Origin go with it unless a token does. */
  async call(
    method: string,
    path: string,
    { token, body, form, raw, origin = this.#url, headers = {} }: Options = {},
  ): Promise<Answer> {
    const sent = new Headers(headers);
    if (this.#userAgent) sent.set("user-agent", this.#userAgent);
    if (token !== undefined) sent.set("authorization", `Bearer ${token}`);
    else if (this.#cookies.size > 0) sent.set("cookie", this.cookies());
    if (token === undefined && origin !== null && !sent.has("origin")) sent.set("origin", origin);
    if (body !== undefined) sent.set("content-type", "application/json");
    const payload =
      raw ?? (form ? new URLSearchParams(form) : body === undefined ? null : JSON.stringify(body));
    const response = await fetch(this.#url + path, {
      method,
      headers: sent,
      body: payload,
      redirect: "manual",
      // A stream has no length: it is sent in chunks.
      ...(payload instanceof ReadableStream ? { duplex: "half" } : {}),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json");
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: json && text !== "" ? JSON.parse(text) : null,
    };
  }

  /** Signs in as next-auth's protocol has it: csrf, then callback/credentials. */
  async signIn(
    email: string,
    password: string,
    options: Pick<Options, "origin" | "headers"> = {},
  ): Promise<Answer> {
    return this.call("POST", "/api/auth/callback/credentials", {
      form: { csrfToken: await this.csrfToken(), email, password, json: "true" },
      ...options,
    });
  }

  /** Signs out likewise. */
  async signOut(options: Pick<Options, "origin" | "headers"> = {}): Promise<Answer> {
    return this.call("POST", "/api/auth/signout", {
      form: { csrfToken: await this.csrfToken(), json: "true" },
      ...options,
    });
  }

  async csrfToken(): Promise<string> {
    return (await this.call("GET", "/api/auth/csrf")).body.csrfToken;
  }

  /** Another one with the same cookies: what a thief of them would have. */
  copy(): Script {
    const copy = new Script(this.#url);
    for (const [name, value] of this.#cookies) copy.#cookies.set(name, value);
    return copy;
  }

  /** The session, as a Cookie header. */
  cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Makes a personal token in the session. */
  async createToken(body: Record<string, unknown> = {}): Promise<{ id: string; token: string }> {
    const answer = await this.call("POST", "/api/v1/tokens", {
      body: { name: "script", scopes: ["machines:read"], ...body },
    });
    if (answer.status !== 201) throw new Error(`no token: ${answer.text}`);
    return answer.body;
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split(";");
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    if (attributes.some((attribute) => /^\s*max-age=0$/i.test(attribute)) || pair.length === at + 1)
      this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(at + 1));
  }
}
