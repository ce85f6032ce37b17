/** What goes in and out of the token routes. Browser-safe: forms, routes, CLI and documentation share it. */
import { z } from "zod";
import { scopeNames, tokenRoles } from "@/lib/access/catalog";
import { parseDuration } from "./duration";
import { secretFree } from "./secret-shape";
import { tokenFlags } from "./status";

/** Printable: no control, format, unassigned or surrogate characters, no line or paragraph separators. */
const printable = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

/** Counted in code points, as PostgreSQL's char_length does. */
export const nameSchema = secretFree
  .trim()
  .min(1, "Enter a name.")
  .refine((name) => [...name].length <= 63, "Use at most 63 characters.")
  .refine((name) => printable.test(name), "Use printable characters only.");

const text = (limit: number) =>
  secretFree
    .trim()
    .max(limit, `Use at most ${limit} characters.`)
    // Descriptions may run over several lines; nothing else that does not print.
    .refine((value) => printable.test(value.replaceAll("\n", "")), "Use printable characters only.");

const duration = z
  .string()
  .refine((value) => parseDuration(value) !== null, "Write a number and m, h, d, w or y, like 90d.");

const uniqueList = <T extends z.ZodType>(item: T, what: string, limit: number) =>
  z
    .array(item)
    .min(1, `Name at least one ${what}, or leave the field out.`)
    .max(limit, `Name at most ${limit}.`)
    .refine((list) => new Set(list).size === list.length, `Name each ${what} once.`);

const latest = Date.UTC(2200, 0, 1);

const futureTime = z.iso
  .datetime({ offset: true, error: "Write an RFC 3339 time, like 2027-01-31T12:00:00Z." })
  .refine((value) => Date.parse(value) > Date.now(), "Choose a time that is still to come.")
  .refine((value) => Date.parse(value) < latest, "Choose a time before the year 2200, or never.");

// Every way carries the words: of a union with one way that nearly fits, zod tells that way's own.
const rangeWords = "Write an address or a range, like 203.0.113.0/24 or 2001:db8::/32.";
const addressRange = z.union(
  [z.cidrv4(rangeWords), z.cidrv6(rangeWords), z.ipv4(rangeWords), z.ipv6(rangeWords)],
  { error: rangeWords },
);

const scope = z.enum(scopeNames, { error: "There is no such scope." });

export const slugSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "Use lower-case letters, digits and hyphens.");

/** All problems at once: rules over several fields are checked beside those of each. */
const evenWhenFieldsAreWrong = {
  when: ({ value }: { value: unknown }) =>
    typeof value === "object" && value !== null && !Array.isArray(value),
};

export const createTokenSchema = z
  .strictObject({
    name: nameSchema,
    kind: z.enum(["personal", "fleet"]).default("personal"),
    fleet: slugSchema.optional(),
    description: text(1000).default(""),
    consumer: text(500).default(""),
    scopes: uniqueList(scope, "scope", scopeNames.length).optional(),
    role: z.enum(tokenRoles, { error: "There is no such role." }).optional(),
    inherit: z.boolean().default(false),
    fleets: uniqueList(slugSchema, "fleet", 100).nullable().default(null),
    namespaces: uniqueList(slugSchema, "namespace", 100).nullable().default(null),
    allowed_ips: uniqueList(addressRange, "range", 100).nullable().default(null),
    enabled: z.boolean().default(true),
    expires_in: z.union([z.literal("never"), duration]).optional(),
    expires_at: futureTime.nullable().optional(),
    rotate_every: duration.nullable().default(null),
  })
  .superRefine((input, context) => {
    const ways = [input.scopes !== undefined, input.role !== undefined, input.inherit].filter(Boolean).length;
    if (ways !== 1) {
      context.addIssue({
        code: "custom",
        path: ["scopes"],
        message:
          ways === 0
            ? "Say what the token may do: scopes, a role, or inherit. Nothing given never means everything."
            : "Give exactly one of scopes, role and inherit.",
      });
    }
    if (input.expires_in !== undefined && input.expires_at !== undefined) {
      context.addIssue({
        code: "custom",
        path: ["expires_in"],
        message: "Give one of expires_in and expires_at.",
      });
    }
    if (input.kind === "fleet" && input.fleet === undefined) {
      context.addIssue({
        code: "custom",
        path: ["fleet"],
        message: "Name the fleet that will own the token.",
      });
    }
    if (input.kind === "personal" && input.fleet !== undefined) {
      context.addIssue({
        code: "custom",
        path: ["fleet"],
        message: "Only a fleet token has a fleet; limit a personal one by fleets.",
      });
    }
    if (input.kind === "fleet" && input.inherit) {
      context.addIssue({
        code: "custom",
        path: ["inherit"],
        message: "A fleet token has nobody to inherit from. Name its scopes.",
      });
    }
    if (input.kind === "fleet" && input.fleets !== null) {
      context.addIssue({
        code: "custom",
        path: ["fleets"],
        message: "A fleet token reaches its own fleet only.",
      });
    }
  }, evenWhenFieldsAreWrong);

/** As a form or a script sends it. */
export type CreateTokenBody = z.input<typeof createTokenSchema>;
export type CreateTokenInput = z.output<typeof createTokenSchema>;

const noteSchema = text(500);

/** Absent fields stay as they are; null means not limited, or never. Rights only become narrower. */
export const updateTokenSchema = z
  .strictObject({
    name: nameSchema.optional(),
    description: text(1000).optional(),
    consumer: text(500).optional(),
    rotate_every: duration.nullable().optional(),
    expires_at: futureTime.nullable().optional(),
    scopes: uniqueList(scope, "scope", scopeNames.length).optional(),
    fleets: uniqueList(slugSchema, "fleet", 100).nullable().optional(),
    namespaces: uniqueList(slugSchema, "namespace", 100).nullable().optional(),
    allowed_ips: uniqueList(addressRange, "range", 100).nullable().optional(),
    enabled: z.boolean().optional(),
    reason: noteSchema.optional(),
  })
  .refine((input) => Object.keys(input).length > 0, "Send at least one field to change.")
  .refine((input) => input.reason === undefined || input.enabled !== undefined, {
    path: ["reason"],
    message: "A reason goes with enabled: why the token is paused or resumed.",
  });

/** As a form or a script sends it. */
export type UpdateTokenBody = z.input<typeof updateTokenSchema>;
export type UpdateTokenInput = z.output<typeof updateTokenSchema>;

/** The longest time for which two secrets of a token work, in seconds. */
export const longestOverlapSeconds = 7 * 86_400;

export const rotateTokenSchema = z.strictObject({
  /** How long the old secret goes on working; 0: it ends at once. */
  overlap: z
    .union([z.literal(0), z.literal("0"), duration])
    .transform((value) => (value === 0 || value === "0" ? 0 : (parseDuration(value) ?? 0)))
    .refine((seconds) => seconds <= longestOverlapSeconds, "An overlap lasts 7 days at most.")
    .default(0),
  /** Ends the old secret earlier, once nobody has used it for a day. */
  end_when_silent: z.boolean().default(false),
  expires_in: z.union([z.literal("never"), duration]).optional(),
});
/** As a page or a script sends it. */
export type RotateTokenBody = z.input<typeof rotateTokenSchema>;
export type RotateTokenInput = z.output<typeof rotateTokenSchema>;

export const extendOverlapSchema = z.strictObject({ old_expires_at: futureTime });

export const revokeTokenQuery = z.strictObject({ reason: noteSchema.optional() });

/** Which tokens: all of one's own, all of a person's, all of a fleet's, or those named. */
export const allTokensSchema = z
  .strictObject({
    kind: z.enum(["personal", "fleet"], { error: "Write personal or fleet." }).optional(),
    fleet: slugSchema.optional(),
    owner: z.guid("Write the id of a user.").toLowerCase().optional(),
    ids: uniqueList(z.guid("Write the id of a token.").toLowerCase(), "token", 1000).optional(),
    dry_run: z.boolean().default(false),
    reason: noteSchema.optional(),
  })
  .superRefine(({ kind, fleet, owner, ids }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if ([kind, owner, ids].filter((way) => way !== undefined).length !== 1) {
      wrong(
        "kind",
        'Say whose tokens, in one way: {"kind":"personal"}, {"kind":"fleet","fleet":…}, {"owner":…} or {"ids":[…]}.',
      );
    }
    if (kind === "fleet" && fleet === undefined) wrong("fleet", "Name the fleet whose tokens are meant.");
    if (kind !== "fleet" && fleet !== undefined) wrong("fleet", "A fleet goes with kind fleet only.");
  });

/** As a page or a script sends it. */
export type AllTokensBody = z.input<typeof allTokensSchema>;
export type AllTokensInput = z.output<typeof allTokensSchema>;

export const askNarrowerSchema = z.strictObject({ fleet: slugSchema, reason: noteSchema.optional() });
export type AskNarrowerInput = z.output<typeof askNarrowerSchema>;
export const askNarrowerQuery = z.strictObject({ fleet: slugSchema });

/** A fleet's admin asks the owner of a personal token to keep it out of the fleet. */
export interface NarrowingView {
  id: string;
  token_id: string;
  token_name: string;
  fleet: string;
  fleet_name: string;
  requested_by: Actor;
  reason: string | null;
  created_at: string;
}

export const tokenStatuses = ["active", "disabled", "expired", "revoked"] as const;
export type TokenStatus = (typeof tokenStatuses)[number];

const statusFilter = z
  .string()
  .default("active,disabled")
  .transform((value) => (value === "all" ? [...tokenStatuses] : value.split(",")))
  .pipe(
    uniqueList(z.enum(tokenStatuses, { error: "There is no such status." }), "status", tokenStatuses.length),
  );

const tokenSorts = ["name", "created_at", "expires_at", "last_used_at"] as const;
const sortNames = tokenSorts.flatMap((name) => [name, `-${name}`] as const);
export type TokenSort = (typeof sortNames)[number];

/** Lists: 50 rows unless told, 200 at most. */
export const limitSchema = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, "Write a whole number from 1 to 200.")
  .transform(Number)
  .refine((limit) => limit <= 200, "At most 200 at once; page on with next_cursor.")
  .default(50);

/** What people type to find something. A secret would end up in addresses. */
export const searchSchema = secretFree
  .trim()
  .max(100, "Use at most 100 characters.")
  .refine((text) => !text.includes("\0"), "Use printable characters only.");

export const listTokensSchema = z
  .strictObject({
    kind: z.enum(["personal", "fleet"]).optional(),
    /** Only what reaches this fleet; with `kind=fleet` what it owns. */
    fleet: slugSchema.optional(),
    status: statusFilter,
    /** Only what deserves a look for this reason; revoked and expired ones never do. */
    flag: z.enum(tokenFlags, { error: "There is no such flag." }).optional(),
    q: searchSchema.optional(),
    owner: z
      .union([z.literal(["me", "all"]), z.guid().toLowerCase()], {
        error: "Write me, all or the id of a user.",
      })
      .default("me"),
    sort: z
      .enum(sortNames, {
        error: "Sort by name, created_at, expires_at or last_used_at; - before it for descending.",
      })
      .default("-created_at"),
    cursor: z.string().max(500).optional(),
    limit: limitSchema,
  })
  .refine(({ kind, owner }) => kind !== "fleet" || owner === "me" || owner === "all", {
    path: ["kind"],
    message: "A user owns personal tokens only; leave kind out.",
  });

export type ListTokensInput = z.output<typeof listTokensSchema>;

export const actorSchema = z.strictObject({
  type: z.enum(["user", "token", "fleet", "system"]),
  id: z.uuid().nullable(),
  name: z.string(),
});
export type Actor = z.infer<typeof actorSchema>;

const time = z.iso.datetime();

export const tokenViewSchema = z.strictObject({
  id: z.uuid(),
  kind: z.enum(["personal", "fleet"]),
  owner: actorSchema,
  name: z.string(),
  description: z.string(),
  consumer: z.string(),
  prefix: z.string(),
  scopes: z.array(scope),
  inherit: z.boolean(),
  fleets: z.array(z.string()).nullable(),
  namespaces: z.array(z.string()).nullable(),
  allowed_ips: z.array(z.string()).nullable(),
  enabled: z.boolean(),
  status: z.enum(tokenStatuses),
  expires_at: time.nullable(),
  created_at: time,
  created_by: actorSchema,
  updated_at: time,
  last_used_at: time.nullable(),
  last_used_ip: z.string().nullable(),
  secret_created_at: time,
  rotate_every: z.string().nullable(),
  rotate_due_at: time.nullable(),
  disabled_at: time.nullable(),
  disabled_by: actorSchema.nullable(),
  disabled_reason: z.string().nullable(),
  revoked_at: time.nullable(),
  revoked_by: actorSchema.nullable(),
  revoke_reason: z.string().nullable(),
  rotation: z
    .strictObject({
      rotated_at: time,
      old_prefix: z.string(),
      old_expires_at: time,
      old_last_used_at: time.nullable(),
      old_last_used_ip: z.string().nullable(),
      new_last_used_at: time.nullable(),
    })
    .nullable(),
  flags: z.array(z.enum(tokenFlags)),
});

export type TokenView = z.infer<typeof tokenViewSchema>;

/** The one answer that carries a clear secret. */
export type CreatedToken = TokenView & { token: string };

/** One secret of a token, and what is known of its use. Never the secret. */
export interface SecretProof {
  prefix: string;
  created_at: string;
  /** Until when it works, or worked; null: as long as the token. */
  ends_at: string | null;
  state: "current" | "overlap" | "ended";
  /** It ends before that once nobody has used it for a day. */
  ends_when_silent: boolean;
  uses: number;
  last_used_at: string | null;
  last_used_ip: string | null;
  /** Calls with it after its end, within the last 30 days: somebody still has it. */
  refused: { count: number; last_at: string; last_ip: string | null } | null;
}

/** Of which token something pasted is the secret, or begins it. Only ever in a body: addresses are kept in many places. */
export const whichTokenSchema = z
  .strictObject({
    secret: z.string().max(200, "This is too long for a secret.").optional(),
    prefix: z
      .string()
      .regex(/^cab_(pat|flt)_[0-9A-Za-z]{6}$/, "Write cab_pat_ or cab_flt_ and the 6 characters after it.")
      .optional(),
  })
  .refine(({ secret, prefix }) => (secret === undefined) !== (prefix === undefined), {
    path: ["secret"],
    message: "Send either a whole secret or a prefix.",
  });
export type WhichTokenInput = z.output<typeof whichTokenSchema>;

/** What the asker may do to a token now. */
export type TokenRight = "update" | "pause" | "rotate" | "revoke";

/** A token that answers to what was pasted. */
export interface FoundToken {
  token: TokenView;
  /** The secret that was meant, which need not be the token's current one. */
  secret: Omit<SecretProof, "ends_when_silent" | "refused">;
  may: TokenRight[];
}

/** How many tokens of a list want something done. */
export interface Reminders {
  ends_in_3_days: number;
  rotation_due: number;
  unused_90d: number;
}

export type TokenCounts = Record<TokenStatus, number>;

export interface TokenPage {
  data: TokenView[];
  next_cursor: string | null;
  counts: TokenCounts;
}
