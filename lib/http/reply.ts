/** An answer whose status or headers depend on what the verb found; a route that always answers alike needs none. */
export class Reply {
  readonly body: unknown;
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;

  /** @param status null: the route's own. */
  constructor(body: unknown, status: number | null, headers: Readonly<Record<string, string>>) {
    this.body = body;
    this.status = status;
    this.headers = headers;
  }
}
