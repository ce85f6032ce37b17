/** People, as forms and routes send them. Browser-safe. */
import { z } from "zod";
import { nameSchema } from "@/lib/tokens/schema";

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

export const setupSchema = z.strictObject({
  secret: z.string().max(200),
  email: emailSchema,
  name: nameSchema,
  password: passwordSchema,
});

export type SetupInput = z.output<typeof setupSchema>;
