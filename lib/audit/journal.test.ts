import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { type Person, useApi } from "@/lib/testing/api";
import { blankRow } from "./facts";
import { journal, type Use } from "./journal";
import type { AuditRow } from "./row";

const api = useApi();

const use = (over: Partial<AuditRow> = {}, rest: Partial<Use> = {}): Use => ({
  row: { ...blankRow("token.used"), ...over },
  seq: null,
  letInSecretId: null,
  ...rest,
});

async function clock(): Promise<bigint> {
  const row = await db().rightsClock.findFirstOrThrow();
  return row.seq;
}

const rowCount = (path: string) => db().auditEvent.count({ where: { path } });
const outcome = (promise: Promise<unknown>) => promise.catch((error: { code?: string }) => error.code);

let blocker: pg.Client | null = null;
afterEach(async () => {
  await blocker?.end();
  blocker = null;
});

async function lockTheLog(): Promise<void> {
  blocker = new pg.Client({ connectionString: api.database.ownerUrl });
  await blocker.connect();
  await blocker.query("BEGIN; LOCK TABLE audit_events IN ACCESS EXCLUSIVE MODE");
}

describe("the journal", () => {
  it("has every row in the log before it answers, many to a commit", async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, () => journal().record(use({ path: "/many" }))),
    );
    expect(new Set(answers)).toEqual(new Set(["recorded"]));
    expect(await rowCount("/many")).toBe(300);
    const transactions = await api.database.asOwner<{ n: bigint }>(
      "SELECT count(DISTINCT xact) AS n FROM audit_events WHERE path = '/many'",
    );
    expect(Number(transactions[0]?.n)).toBeLessThanOrEqual(4);
  });

  it("takes no verdict that was reached before rights changed, and takes the same again when it is reached anew", async () => {
    const person: Person = await api.person();
    const seen = await clock();
    await db().user.update({ where: { id: person.id }, data: { admin: true } });
    expect(await journal().record(use({ path: "/stale" }, { seq: seen }))).toBe("stale");
    expect(await rowCount("/stale")).toBe(0);
    expect(await journal().record(use({ path: "/stale" }, { seq: await clock() }))).toBe("recorded");
    expect(await rowCount("/stale")).toBe(1);
  });

  it("moves last use by what went in, and by nothing else", async () => {
    await api.fleet("journal");
    const ada = await api.person({ roles: { journal: "viewer" } });
    const { id } = await api.token(ada);
    const secret = await db().secret.findFirstOrThrow({ where: { tokenId: id } });
    const seq = await clock();
    const entry = () => journal().record(use({ ip: "192.0.2.7" }, { seq, letInSecretId: secret.id }));
    await Promise.all([entry(), entry(), entry()]);
    const stale = journal().record(use({}, { seq: seq - 1n, letInSecretId: secret.id }));
    expect(await stale).toBe("stale");
    const used = await db().secretUse.findUniqueOrThrow({ where: { secretId: secret.id } });
    expect(used).toMatchObject({ uses: 3n, lastUsedIp: "192.0.2.7" });
  });

  it("cleans what PostgreSQL would not take, so that one poisonous row never fails its batch", async () => {
    const poison = use({
      path: "/poison",
      userAgent: "nul \0 lone \ud800 surrogate",
      reason: "x".repeat(5_000),
      changes: { a: "\0" },
    });
    // A subject that is no id gets past the cleaning: only its own row may fail.
    const impossible = use({ path: "/poison", subjectId: "not-an-id" });
    const good = Array.from({ length: 50 }, () => journal().record(use({ path: "/poison" })));
    const answers = await Promise.all([
      journal().record(poison),
      outcome(journal().record(impossible)),
      ...good,
    ]);
    expect(answers.filter((answer) => answer === "recorded")).toHaveLength(51);
    expect(answers[1]).toBe("unavailable");
    expect(await rowCount("/poison")).toBe(51);
  });

  it("redacts whatever looks like a secret", async () => {
    const clear = `cab_pat_${"a".repeat(49)}`;
    await journal().record(
      use({ path: `/leak/${clear}`, userAgent: clear, changes: { deep: [clear] }, clientRequestId: clear }),
    );
    const rows = await api.database.asOwner<{ row: string }>(
      "SELECT e::text AS row FROM audit_events e WHERE path LIKE '/leak/%'",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).toContain("cab_[redacted]");
    expect(rows[0]?.row).not.toContain("aaaaaaaaaa");
  });

  it("answers 503 within two seconds while the log is locked, and records again by itself afterwards", async () => {
    await lockTheLog();
    const start = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => outcome(journal().record(use({ path: "/locked" })))),
    );
    expect(new Set(answers)).toEqual(new Set(["unavailable"]));
    expect(performance.now() - start).toBeLessThan(2_000);
    await blocker?.query("ROLLBACK");
    const freed = performance.now();
    while ((await outcome(journal().record(use({ path: "/freed" })))) !== "recorded") {
      expect(performance.now() - freed).toBeLessThan(2_000);
    }
    expect(await rowCount("/freed")).toBe(1);
  });

  it("goes on after its connection was killed", async () => {
    await journal().record(use({ path: "/before-kill" }));
    await api.database.asOwner(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    const start = performance.now();
    while ((await outcome(journal().record(use({ path: "/after-kill" })))) !== "recorded") {
      expect(performance.now() - start).toBeLessThan(2_000);
    }
    expect(await rowCount("/after-kill")).toBe(1);
  });
});
