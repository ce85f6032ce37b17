import { describe, expect, it } from "vitest";
import { EnvironmentError, readEnv } from "@/lib/env";

const SECRET = "0123456789abcdef0123456789abcdef";

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    readEnv(source);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
}

describe("the environment", () => {
  it("has a default for everything", () => {
    const read = readEnv({});
    expect(read).toMatchObject({
      port: 3000,
      host: "localhost",
      url: "http://localhost:3000",
      secure: false,
      database: null,
      admin: null,
      trustedProxies: [],
      oidc: null,
      warnings: [],
      hasSecret: false,
    });
    expect(read.dataDir).toMatch(/^\/.*\/\.cabinet$/);
    expect(Object.isFrozen(read)).toBe(true);
  });

  it("counts an empty value as unset", () => {
    expect(readEnv({ PORT: "", CABINET_URL: "", DATABASE_URL: "", OIDC_ISSUER: "" }).port).toBe(3000);
  });

  it("never hands out an empty secret", () => {
    expect(() => readEnv({}).secret).toThrow(/CABINET_SECRET/);
    expect(readEnv({ CABINET_SECRET: SECRET }).secret).toBe(SECRET);
  });

  it("follows PORT in the default of CABINET_URL", () => {
    expect(readEnv({ PORT: "4321" }).url).toBe("http://localhost:4321");
  });

  it("uses the database URL for migrations unless an owner's is given", () => {
    const url = "postgresql://app@db/cabinet";
    expect(readEnv({ DATABASE_URL: url, CABINET_SECRET: SECRET }).database).toEqual({ url, ownerUrl: url });
    const ownerUrl = "postgres://owner@db/cabinet";
    const both = readEnv({ DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, CABINET_SECRET: SECRET });
    expect(both.database).toEqual({ url, ownerUrl });
  });

  it.each([
    ["PORT", "0"],
    ["PORT", "70000"],
    ["PORT", "http"],
    ["HOST", "http://localhost"],
    ["CABINET_URL", "cabinet.example.com"],
    ["CABINET_URL", "https://cabinet.example.com/base"],
    ["CABINET_URL", "https://me:pw@cabinet.example.com"],
    ["CABINET_URL", "ftp://cabinet.example.com"],
    ["DATABASE_URL", "mysql://localhost/x"],
    ["CABINET_SECRET", "short"],
    ["CABINET_SECRET", "a".repeat(64)],
    ["CABINET_ADMIN_EMAIL", "nobody"],
    ["CABINET_ADMIN_PASSWORD", "fourteen chars"],
    ["CABINET_TRUSTED_PROXIES", "10.0.0.0/33"],
    ["CABINET_TRUSTED_PROXIES", "proxy.local"],
    ["CABINET_TRUSTED_PROXIES", "10.1"],
    ["CABINET_TRUSTED_PROXIES", "0.0.0.0/0"],
    ["CABINET_TRUSTED_PROXIES", "::/0"],
    ["OIDC_ISSUER", "http://login.example.com"],
  ])("refuses %s=%s with one sentence that names it", (name, value) => {
    const naming = problemsOf({ [name]: value }).filter((problem) => problem.startsWith(name));
    expect(naming).toHaveLength(1);
    expect(naming[0]).toMatch(/\.$/);
  });

  it("lists all problems at once", () => {
    const problems = problemsOf({ PORT: "x", CABINET_URL: "y", DATABASE_OWNER_URL: "postgres://o@h/d" });
    expect(problems.map((problem) => problem.split(" ")[0])).toEqual([
      "PORT",
      "CABINET_URL",
      "DATABASE_OWNER_URL",
    ]);
  });

  it.each([
    [{ DATABASE_URL: "postgres://a@b/c" }, "CABINET_SECRET"],
    [{ DATABASE_OWNER_URL: "postgres://a@b/c" }, "DATABASE_OWNER_URL"],
    [{ CABINET_ADMIN_EMAIL: "a@example.com" }, "CABINET_ADMIN_PASSWORD"],
    [{ CABINET_ADMIN_PASSWORD: "a long enough password" }, "CABINET_ADMIN_EMAIL"],
    [{ OIDC_ISSUER: "https://login.example.com", OIDC_CLIENT_ID: "x" }, "OIDC_CLIENT_SECRET"],
  ])("refuses half of a pair: %o", (source, missing) => {
    const problems = problemsOf(source as Record<string, string>);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(missing);
  });

  it("never repeats a secret value", () => {
    const canary = "canary-4711";
    const text = problemsOf({
      CABINET_SECRET: canary,
      CABINET_ADMIN_PASSWORD: canary,
      DATABASE_URL: `mysql://user:${canary}@host/db`,
      DATABASE_OWNER_URL: `mysql://user:${canary}@host/db`,
      CABINET_URL: `https://user:${canary}@host`,
      OIDC_CLIENT_SECRET: canary,
    }).join("\n");
    expect(text.match(/^CABINET_SECRET|^CABINET_ADMIN_PASSWORD|^DATABASE_URL/gm)).toHaveLength(3);
    expect(text).not.toContain(canary);
  });

  it("reads trusted proxies as networks, mapped ones as IPv4", () => {
    const { trustedProxies } = readEnv({ CABINET_TRUSTED_PROXIES: "10.0.0.0/8, ::1 ::ffff:192.168.0.0/112" });
    expect(trustedProxies.map(([address, bits]) => `${address}/${bits}`)).toEqual([
      "10.0.0.0/8",
      "::1/128",
      "192.168.0.0/16",
    ]);
  });

  it.each([
    ["http://cabinet.example.com", 1],
    ["https://cabinet.example.com", 0],
    ["http://127.0.0.1:3000", 0],
    ["http://[::1]:3000", 0],
  ])("warns about plain http beyond loopback: %s", (url, count) => {
    expect(readEnv({ CABINET_URL: url }).warnings).toHaveLength(count);
  });
});
