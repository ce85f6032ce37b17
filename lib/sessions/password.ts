/** Passwords: argon2id, and the same work for accounts that do not exist. */
import { type Algorithm, hash, verify } from "@node-rs/argon2";

/** OWASP's first choice: 19 MiB, two passes, one lane; about 30 ms of one core. */
const options = {
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** Two ways to type the same accent are one password. */
const normal = (password: string) => password.normalize("NFC");

export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), options);
}

let decoy: Promise<string> | undefined;

/** Whether the password is right. Without a stored hash it does the same work and answers no. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody's password").catch((error: unknown) => {
    decoy = undefined;
    throw error;
  });
  const matches = await verify(stored ?? (await decoy), normal(password));
  return stored !== null && matches;
}
