/** Every route of the API in one expression: what it requires, what it takes, what it does. */
import type { z } from "zod";
import { authenticate } from "./authenticate";
import { type Handle, type NextHandler, type Options, routeBy } from "./handle";

/** The names that dynamic folders under app/api/v1 have; a route reads those that its own folder has. */
export interface Params {
  id: string;
  fleet: string;
  slug: string;
  namespace: string;
}

/** A route handler for Next, open to sessions and tokens. `handle` answers what goes out as JSON. */
export function route<B extends z.ZodType = z.ZodUndefined, Q extends z.ZodType = z.ZodUndefined>(
  options: Options<B, Q>,
  handle: Handle<B, Q>,
): NextHandler {
  return routeBy(authenticate, options, handle);
}
