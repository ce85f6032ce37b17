/** When a token in some condition was created, when it expires, and when it ended. */
import { type Dice, day } from "./dice";
import type { Purpose } from "./purposes";

export type Condition =
  | "active"
  | "expiring"
  | "rotation_due"
  | "overlap"
  | "unused"
  | "never_used"
  | "paused"
  | "expired"
  | "revoked";

/** Milliseconds since the epoch. */
export function lifeOf(dice: Dice, { life, rotateDays = 30 }: Purpose, condition: Condition, now: number) {
  const span = (life ?? 420) * day;
  const ended = (from: number, oldest: number) => now - dice.between(from, oldest) * day;
  switch (condition) {
    case "expired": {
      const expiresAt = ended(0.2, 200);
      return { createdAt: expiresAt - (life ?? 90) * day, expiresAt, endedAt: expiresAt };
    }
    case "revoked": {
      const endedAt = ended(0.1, 240);
      const createdAt = endedAt - dice.between(0.02, 0.9) * span;
      return { createdAt, expiresAt: life === null ? null : createdAt + span, endedAt };
    }
    case "expiring": {
      const expiresAt = now + dice.between(0.2, 13.5) * day;
      return { createdAt: expiresAt - (life ?? 90) * day, expiresAt, endedAt: null };
    }
    case "unused": {
      const createdAt = now - dice.between(130, 340) * day;
      return { createdAt, expiresAt: dice.chance(0.5) ? null : createdAt + 365 * day, endedAt: null };
    }
    case "rotation_due": {
      const createdAt = now - (rotateDays + dice.between(1, 40)) * day;
      return { createdAt, expiresAt: createdAt + 365 * day, endedAt: null };
    }
    case "never_used": {
      const createdAt = now - dice.between(0.01, 0.95) * Math.min(span, 85 * day);
      return { createdAt, expiresAt: life === null ? null : createdAt + span, endedAt: null };
    }
    default: {
      // More young ones than old ones; none of them about to expire, which is a condition of its own.
      const room = life === null ? span : span - 15 * day;
      const createdAt = now - (dice.next() ** 1.2 * 0.97 + 0.005) * room;
      const endedAt = condition === "paused" ? now - dice.next() * Math.min(now - createdAt, 20 * day) : null;
      return { createdAt, expiresAt: life === null ? null : createdAt + span, endedAt };
    }
  }
}
