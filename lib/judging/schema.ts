/** What introspection is asked, as a form. Browser-safe. */
import { z } from "zod";
import { slugSchema } from "@/lib/tokens/schema";

export const introspectSchema = z.strictObject({
  /** Whatever it is: what is no token is not active. */
  token: z.string().min(1, "Send the token."),
  /** RFC 7662 has it; there is one type here. */
  token_type_hint: z.string().optional(),
  fleet: slugSchema.optional(),
  namespace: z.string().min(1, "Name a namespace, or leave the field out.").max(200).optional(),
  ip: z.string().min(1, "Name an address, or leave the field out.").max(200).optional(),
});
export type IntrospectInput = z.output<typeof introspectSchema>;

/** RFC 7662, with what the cabinet adds; times in seconds since the epoch. */
export type Introspection =
  | { active: false }
  | {
      active: true;
      /** What holds in the fleet. */
      scope: string;
      client_id: string;
      username: string;
      sub: string;
      token_type: "Bearer";
      exp?: number;
      iat: number;
      cabinet_fleet: string;
      /** Null: not bound to namespaces. */
      cabinet_namespaces: string[] | null;
    };
