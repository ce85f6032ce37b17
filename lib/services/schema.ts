/** Services and their rules, as routes send and see them. Browser-safe. */
import { z } from "zod";
import { scopeNames } from "@/lib/access/catalog";
import { limitSchema, nameSchema, slugSchema } from "@/lib/tokens/schema";
import { secretFree } from "@/lib/tokens/secret-shape";

const method = z
  .string()
  .regex(/^(\*|[A-Z][A-Z-]{0,19})$/, "Write a method in capital letters, like GET, or * for every method.");

const literal = /^[^/\\;%?#*:\p{C}\p{Zl}\p{Zp}]+$/u;
const parameter = /^:[a-z][a-z0-9_]{0,30}$/;

/** Whether a pattern's segment can match anything: paths with dots for segments never do. */
const isSegment = (segment: string) =>
  parameter.test(segment) || (literal.test(segment) && segment !== "." && segment !== "..");

function isPattern(pattern: string): boolean {
  const [first, ...segments] = pattern.split("/");
  if (first !== "" || segments.length === 0) return false;
  return segments.every(
    (segment, i) => isSegment(segment) || (i === segments.length - 1 && (segment === "**" || segment === "")),
  );
}

/** The names after `:` in a pattern. */
const parametersOf = (pattern: string) =>
  pattern.split("/").flatMap((segment) => (segment.startsWith(":") ? [segment.slice(1)] : []));

const path = secretFree
  .max(500, "Use at most 500 characters.")
  .refine(
    isPattern,
    "Write a path like /apps/:app/** : literal segments, :name for one of any value, ** at the end for all that follows.",
  )
  .refine((pattern) => {
    const names = parametersOf(pattern);
    return new Set(names).size === names.length;
  }, "Name each part once.");

// What the server itself or a proxy sets says nothing about the caller's namespace.
const ours =
  /^header:(x-cabinet-|x-forwarded|x-original-|x-real-ip$|forwarded$|authorization$|token$|cookie$|host$)/i;

const namespaceFrom = z
  .string()
  .max(100, "Use at most 100 characters.")
  .regex(
    /^(path:[a-z][a-z0-9_]{0,30}|header:[A-Za-z0-9-]{1,80})$/,
    "Write path:name for a part of the path, or header:Name.",
  )
  .refine((from) => !ours.test(from), "Choose a header that the caller sets.");

const uniqueList = <T extends z.ZodType>(item: T, what: string) =>
  z
    .array(item)
    .min(1, `Name at least one ${what}.`)
    .max(50, "Name at most 50.")
    .refine((list) => new Set(list).size === list.length, `Name each ${what} once.`);

const ruleSchema = z
  .strictObject({
    methods: uniqueList(method, "method"),
    path,
    scopes: uniqueList(z.enum(scopeNames, { error: "There is no such scope." }), "scope"),
    namespace_from: namespaceFrom.nullable().default(null),
    approval: z.boolean().default(false),
  })
  .refine(
    ({ path: pattern, namespace_from: from }) =>
      !from?.startsWith("path:") || parametersOf(pattern).includes(from.slice("path:".length)),
    { path: ["namespace_from"], message: "The path has no part of this name." },
  );

export type ServiceRule = z.output<typeof ruleSchema>;

/** Rules as the database holds them. */
export const storedRules = z.array(ruleSchema);

const rules = storedRules.max(200, "Use at most 200 rules.");

const description = secretFree.trim().max(1_000, "Use at most 1000 characters.");

export const createServiceSchema = z.strictObject({
  slug: slugSchema,
  name: nameSchema,
  fleet: slugSchema,
  description: description.default(""),
  rules: rules.default([]),
});
export type CreateServiceInput = z.output<typeof createServiceSchema>;

export const updateServiceSchema = z
  .strictObject({
    name: nameSchema.optional(),
    description: description.optional(),
    rules: rules.optional(),
  })
  .refine((input) => Object.keys(input).length > 0, "Send at least one field to change.");
export type UpdateServiceInput = z.output<typeof updateServiceSchema>;

export const listServicesSchema = z.strictObject({
  fleet: slugSchema.optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
});
export type ListServicesInput = z.output<typeof listServicesSchema>;

export interface ServiceView {
  slug: string;
  name: string;
  fleet: string;
  description: string;
  rules: ServiceRule[];
  created_at: string;
  updated_at: string;
}
