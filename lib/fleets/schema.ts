/** Fleets, their members and namespaces, as forms and routes send and see them. Browser-safe. */
import { z } from "zod";
import { type MemberRole, memberRoles, type Scope } from "@/lib/access/catalog";
import { limitSchema, nameSchema, searchSchema, slugSchema, type TokenStatus } from "@/lib/tokens/schema";
import { emailSchema } from "@/lib/users/schema";

const listQuery = z.strictObject({
  q: searchSchema.optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
});

interface Page<T> {
  data: T[];
  next_cursor: string | null;
}

// --- Fleets ---

export const listFleetsSchema = listQuery;
export type ListFleetsInput = z.output<typeof listFleetsSchema>;

export const createFleetSchema = z.strictObject({
  slug: slugSchema,
  name: nameSchema,
  /** The user who becomes its first member, as admin. */
  admin: z.uuid("Give the id of a user.").nullable().default(null),
});
export type CreateFleetBody = z.input<typeof createFleetSchema>;
export type CreateFleetInput = z.output<typeof createFleetSchema>;

export const updateFleetSchema = z.strictObject({ name: nameSchema });
export type UpdateFleetInput = z.output<typeof updateFleetSchema>;

export interface FleetView {
  id: string;
  slug: string;
  name: string;
  /** The caller's own; null for who is no member, and for fleet tokens. */
  role: MemberRole | null;
  /** What the calling token is bound to here; null when it is not. */
  namespaces: string[] | null;
  created_at: string;
  updated_at: string;
}
export type FleetPage = Page<FleetView>;

// --- Members ---

export const listMembersSchema = listQuery;
export type ListMembersInput = z.output<typeof listMembersSchema>;

const role = z.enum(memberRoles, {
  error: (issue) =>
    issue.input === "cicd"
      ? "cicd is for tokens only. Choose viewer, ops, deployer or admin."
      : "Choose viewer, ops, deployer or admin.",
});

export const addMemberSchema = z
  .strictObject({ email: emailSchema.optional(), user_id: z.uuid("Give the id of a user.").optional(), role })
  .refine((input) => (input.email === undefined) !== (input.user_id === undefined), {
    path: ["email"],
    message: "Name the person by exactly one of email and user_id.",
  });
export type AddMemberBody = z.input<typeof addMemberSchema>;
export type AddMemberInput = z.output<typeof addMemberSchema>;

export const updateMemberSchema = z.strictObject({ role });
export type UpdateMemberInput = z.output<typeof updateMemberSchema>;

export interface MemberView {
  user_id: string;
  name: string;
  /** null for fleet tokens, which get no personal data. */
  email: string | null;
  role: MemberRole;
  /** false: deactivated, so they cannot sign in and none of their tokens works. */
  active: boolean;
  /** Changed and removed by instance admins only. */
  instance_admin: boolean;
  created_at: string;
}
export type MemberPage = Page<MemberView>;

/** What stops working, and what goes on, when a member is removed. */
export interface MemberConsequences {
  /** Their tokens that reach the fleet. All is empty for an instance admin, who keeps every fleet. */
  tokens: {
    id: string;
    name: string;
    prefix: string;
    kind: "personal" | "fleet";
    status: TokenStatus;
    last_used_at: string | null;
    scopes: Scope[];
    description: string;
    namespaces: string[] | null;
    allowed_ips: string[] | null;
    rotate_every: string | null;
    inherit: boolean;
    effect: "revoked" | "narrowed" | "loses_fleet";
  }[];
  /** How many more are revoked that do not reach this fleet: it is the last one they are in. */
  others: number;
  /** Tokens of the fleet whose secret they have seen, 200 at most: these go on, and carry `seen_by_leaver`. */
  fleet_tokens: { id: string; name: string; prefix: string }[];
  fleet_tokens_total: number;
}

// --- Namespaces ---

export const listNamespacesSchema = listQuery;
export type ListNamespacesInput = z.output<typeof listNamespacesSchema>;

export const createNamespaceSchema = z.strictObject({ name: slugSchema });
export type CreateNamespaceInput = z.output<typeof createNamespaceSchema>;

export interface NamespaceView {
  id: string;
  name: string;
  created_at: string;
  /** How many stand in it; null for who may not see machines. */
  machines: number | null;
}
export type NamespacePage = Page<NamespaceView>;
