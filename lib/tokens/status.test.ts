import fc from "fast-check";
import { expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { useDatabase } from "@/lib/testing/database";
import { statusSql } from "./record";
import { statusOf } from "./status";

useDatabase();

it("a token's status is the same in SQL as in the program, at any moment", async () => {
  const [clock] = await db().$queryRaw<{ now: Date }[]>`SELECT now()`;
  const now = clock?.now.getTime() ?? 0;
  // Far from this moment by at least a minute, since SQL looks at its own clock.
  const time = fc.option(
    fc.oneof(fc.integer({ min: 60_000, max: 10 ** 12 }), fc.integer({ min: -(10 ** 12), max: -60_000 })),
  );
  const rows = fc.sample(fc.record({ revoked: time, expires: time, enabled: fc.boolean() }), 2_000);
  const at = (offset: number | null) => (offset === null ? null : new Date(now + offset));
  const told = await db().$queryRawUnsafe<{ status: string }[]>(
    `SELECT ${statusSql} AS status FROM unnest($1::timestamptz[], $2::timestamptz[], $3::bool[])
      WITH ORDINALITY AS t(revoked_at, expires_at, enabled, n) ORDER BY n`,
    rows.map(({ revoked }) => at(revoked)),
    rows.map(({ expires }) => at(expires)),
    rows.map(({ enabled }) => enabled),
  );
  const expected = rows.map(({ revoked, expires, enabled }) =>
    statusOf({ revokedAt: at(revoked), expiresAt: at(expires), enabled }, now),
  );
  expect(told.map(({ status }) => status)).toEqual(expected);
  expect(new Set(expected)).toEqual(new Set(["active", "disabled", "expired", "revoked"]));
});

it("a token expires at its moment, not after it", () => {
  const expiresAt = new Date(1_000);
  const life = { revokedAt: null, expiresAt, enabled: true };
  expect([999, 1_000, 1_001].map((now) => statusOf(life, now))).toEqual(["active", "expired", "expired"]);
});
