/** How the log is asked. Browser-safe. */
import { z } from "zod";
import { limitSchema } from "@/lib/tokens/schema";

const id = z.uuid("Write an id.");

export const listAuditSchema = z.strictObject({
  token: id.optional(),
  actor: id.optional(),
  /** One, or several with commas between them. */
  action: z
    .string()
    .max(500)
    .transform((text) => text.split(","))
    .optional(),
  decision: z.enum(["allow", "deny", "error"], { error: "Write allow, deny or error." }).optional(),
  request_id: id.optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
});

export type ListAuditInput = z.output<typeof listAuditSchema>;
