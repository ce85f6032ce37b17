/** One-time links: set-up, invite, reset. The secret is in one answer or one line at start; only its hash is stored. */
import { createHash, randomBytes } from "node:crypto";
import { db, type Transaction } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { env } from "@/lib/env";
import { Problem } from "@/lib/errors";

export type LinkKind = "setup" | "invite" | "reset";

const lifeHours: Record<LinkKind, number> = { setup: 1, invite: 72, reset: 1 };

const hashOf = (secret: string) => new Uint8Array(createHash("sha256").update(secret).digest());

export interface MadeLink {
  url: string;
  expiresAt: Date;
}

/**
 * Makes a link and ends the older ones: all of the person's, whatever their kind, or with null those for the set-up.
 * Whoever calls it for a person holds that person's row, or two made at once would both live.
 */
export async function makeLink(tx: Transaction, kind: LinkKind, userId: string | null): Promise<MadeLink> {
  await tx.link.deleteMany({ where: { userId } });
  const secret = randomBytes(32).toString("base64url");
  const expiresAt = new Date(Date.now() + lifeHours[kind] * 3_600_000);
  await tx.link.create({ data: { id: uuidv7(), kind, hash: hashOf(secret), userId, expiresAt } });
  // After the #: it is never sent to a server, so no proxy logs it.
  return { url: `${env().url}/${kind}#${secret}`, expiresAt };
}

const living = (secret: string) => ({
  hash: hashOf(secret),
  usedAt: null,
  expiresAt: { gt: new Date() },
});

/** The link as long as it works; looking at it spends nothing. */
export function findLink(secret: string) {
  return db().link.findFirst({ where: living(secret), include: { user: true } });
}

/** Whether it worked: of two at once one has it. */
export async function spendLink(tx: Transaction, kind: LinkKind, secret: string): Promise<boolean> {
  const spent = await tx.link.updateMany({
    where: { ...living(secret), kind },
    data: { usedAt: new Date() },
  });
  return spent.count === 1;
}

const whatToDo: Record<LinkKind, string> = {
  setup: "Restart the server; it prints a new one.",
  invite: "Ask an instance admin for a new one.",
  reset: "Ask an instance admin for a new one.",
};

/** One answer for wrong, spent, expired and replaced, so that it tells nothing to who guesses. */
export function linkInvalid(kind: LinkKind): Problem {
  const name = kind === "setup" ? "set-up" : kind;
  return new Problem("link_invalid", `This ${name} link is spent, expired or wrong. ${whatToDo[kind]}`);
}
