/** Machines, as forms and routes send and see them. Browser-safe. */
import { z } from "zod";
import { limitSchema, searchSchema, slugSchema } from "@/lib/tokens/schema";
import { secretFree } from "@/lib/tokens/secret-shape";

export const machineName = secretFree
  .trim()
  .regex(
    /^[a-zA-Z0-9](?:[a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?$/,
    "Use 1 to 63 letters, digits, dots, hyphens and underscores.",
  );

const hostname = secretFree
  .trim()
  .max(253, "Use at most 253 characters.")
  .regex(/^[a-zA-Z0-9._:-]+$/, "Write a host name or an address.");

const tag = secretFree
  .trim()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._:=-]{0,62}$/, "Use 1 to 63 letters, digits and . _ : = -");

const tags = z
  .array(tag)
  .max(20, "Use at most 20 tags.")
  .refine((list) => new Set(list).size === list.length, "Name each tag once.");

export const createMachineSchema = z.strictObject({
  name: machineName,
  namespace: slugSchema,
  hostname: hostname.nullable().default(null),
  tags: tags.default([]),
});
export type CreateMachineBody = z.input<typeof createMachineSchema>;
export type CreateMachineInput = z.output<typeof createMachineSchema>;

export const updateMachineSchema = z
  .strictObject({
    name: machineName.optional(),
    namespace: slugSchema.optional(),
    hostname: hostname.nullable().optional(),
    tags: tags.optional(),
  })
  .refine((input) => Object.keys(input).length > 0, "Send at least one field to change.");
export type UpdateMachineInput = z.output<typeof updateMachineSchema>;

export const listMachinesSchema = z.strictObject({
  namespace: slugSchema.optional(),
  tag: tag.optional(),
  q: searchSchema.optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
});
export type ListMachinesInput = z.output<typeof listMachinesSchema>;

export interface MachineView {
  id: string;
  name: string;
  namespace: string;
  hostname: string | null;
  tags: string[];
  created_at: string;
  updated_at: string;
}
