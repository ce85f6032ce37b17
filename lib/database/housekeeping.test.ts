import { expect, it } from "vitest";
import { useDatabase } from "@/lib/testing/database";
import { db } from "./client";
import { keepHouse } from "./housekeeping";

const database = useDatabase();

it("clears run-out counts and told events, and keeps what still counts", async () => {
  await db().rateLimit.createMany({
    data: [
      { key: "over", points: 3, expire: BigInt(Date.now() - 1) },
      { key: "counting", points: 3, expire: BigInt(Date.now() + 60_000) },
      { key: "for ever", points: 3, expire: null },
    ],
  });
  const nobody = "00000000-0000-0000-0000-000000000000";
  await database.asOwner(
    `INSERT INTO rights_events (seq, kind, subject, at)
     VALUES (1, 'user', '${nobody}', now() - interval '25 hours'), (2, 'user', '${nobody}', now() - interval '23 hours')`,
  );
  await keepHouse();
  expect((await db().rateLimit.findMany({ orderBy: { key: "asc" } })).map(({ key }) => key)).toEqual([
    "counting",
    "for ever",
  ]);
  expect((await db().rightsEvent.findMany()).map(({ seq }) => seq)).toEqual([2n]);
});
