/** People, as forms and routes send them. Browser-safe. */
import { z } from "zod";
import type { MemberRole, Scope } from "@/lib/access/catalog";
import { limitSchema, nameSchema, searchSchema, type TokenStatus } from "@/lib/tokens/schema";
import { secretFree } from "@/lib/tokens/secret-shape";

const minimumPasswordLength = 15;

/** Counted in code points. Longer than 1,000 would only cost the server time. */
const passwordSchema = z
  .string()
  .refine(
    (text) => [...text].length >= minimumPasswordLength,
    `Use at least ${minimumPasswordLength} characters; a few unrelated words do well.`,
  )
  .refine((text) => text.length <= 1_000, "Use at most 1,000 characters.");

export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email("Write an e-mail address."));

const linkSecret = z.string().max(200);

export const setupSchema = z.strictObject({
  secret: linkSecret,
  email: emailSchema,
  name: nameSchema,
  password: passwordSchema,
});

export type SetupInput = z.output<typeof setupSchema>;

const reasonSchema = secretFree
  .trim()
  .max(500, "Use at most 500 characters.")
  .refine((text) => /^[^\p{C}\p{Zl}\p{Zp}]*$/u.test(text), "Use printable characters only.");

export const createUserSchema = z.strictObject({
  email: emailSchema,
  name: nameSchema,
  admin: z.boolean().default(false),
  /** Left out: an invite link, with which the person chooses one. */
  password: passwordSchema.optional(),
});
export type CreateUserBody = z.input<typeof createUserSchema>;
export type CreateUserInput = z.output<typeof createUserSchema>;

export const updateUserSchema = z
  .strictObject({
    name: nameSchema.optional(),
    admin: z.boolean().optional(),
    active: z.boolean().optional(),
    /** For the log, and for the tokens that end with it. */
    reason: reasonSchema.optional(),
  })
  .refine(
    ({ name, admin, active }) => [name, admin, active].some((value) => value !== undefined),
    "Send name, admin or active.",
  );
export type UpdateUserInput = z.output<typeof updateUserSchema>;

export const lookAtLinkSchema = z.strictObject({ secret: linkSecret });

export const acceptInviteSchema = z.strictObject({
  secret: linkSecret,
  name: nameSchema.optional(),
  password: passwordSchema,
});

export const resetPasswordSchema = acceptInviteSchema.omit({ name: true });

export type SetPasswordInput = z.output<typeof acceptInviteSchema>;

export const userStatuses = ["active", "invited", "deactivated"] as const;
export type UserStatus = (typeof userStatuses)[number];

const statusFilter = z
  .string()
  .default("all")
  .transform((value) => (value === "all" ? [...userStatuses] : value.split(",")))
  .pipe(
    z
      .array(z.enum(userStatuses, { error: "There is no such status." }))
      .refine((list) => new Set(list).size === list.length, "Name each status once."),
  );

export const listUsersSchema = z.strictObject({
  status: statusFilter,
  q: searchSchema.optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
});
export type ListUsersInput = z.output<typeof listUsersSchema>;

export interface UserView {
  id: string;
  email: string;
  name: string;
  /** An instance admin. */
  admin: boolean;
  active: boolean;
  /** Has no password yet. */
  invited: boolean;
  created_at: string;
  updated_at: string;
  deactivated_at: string | null;
  last_seen_at: string | null;
  fleets: { slug: string; role: MemberRole }[];
}

export interface UserPage {
  data: UserView[];
  next_cursor: string | null;
  counts: Record<UserStatus, number>;
}

/** The one answer that carries an invite link; none when a password was given. */
export type CreatedUser = UserView & { link?: string; link_expires_at?: string };

export interface UserLink {
  link: string;
  kind: "invite" | "reset";
  expires_at: string;
}

/** What a link that works says of itself to whoever holds it. */
export interface LinkFacts {
  kind: "invite" | "reset";
  email: string;
  name: string;
  expires_at: string;
}

/** What deactivating a person does. */
export interface DeactivationView {
  /** Those used last first, 200 at most. */
  tokens: {
    id: string;
    name: string;
    prefix: string;
    kind: "personal";
    status: TokenStatus;
    last_used_at: string | null;
    scopes: Scope[];
    description: string;
    namespaces: string[] | null;
    allowed_ips: string[] | null;
    rotate_every: string | null;
    inherit: boolean;
    fleets: string[] | null;
    effect: "revoked";
  }[];
  tokens_total: number;
  /** Fleet tokens whose secret this person saw, 200 at most: they go on, and are flagged until they are rotated. */
  fleet_tokens: { id: string; name: string; prefix: string; fleet: string }[];
  fleet_tokens_total: number;
  sessions: number;
  /** Fleets that have no other admin. */
  last_admin_of: string[];
  /** An instance admin who is in no fleet: making them no admin ends the same tokens. */
  lowering_revokes: boolean;
}
