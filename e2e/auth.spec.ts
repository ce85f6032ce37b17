/** The sign-in protocol's door, as scripts and foreign pages find it. */
import { type Admin, startCabinet } from "./cabinet";
import { expect, test } from "./fixtures";
import { type Answer, Script } from "./script";

const admin: Admin = { email: "admin@example.com", password: "correct horse battery staple" };
const callback = "/api/auth/callback/credentials";
const unsafe = [callback, "/api/auth/signout"];

async function signedIn(url: string): Promise<Script> {
  const script = new Script(url);
  expect((await script.signIn(admin.email, admin.password)).status).toBe(200);
  return script;
}

const who = async (script: Script) => (await script.call("GET", "/api/v1/whoami")).status;
const sessions = async (script: Script) =>
  (await script.call("GET", "/api/v1/sessions")).body.data.map(({ id }: { id: string }) => id).sort();
const givesSession = (answer: Answer) =>
  answer.headers.getSetCookie().some((line) => line.includes("session-token") || line.includes("device"));
const refusal = ({ status, body }: Answer) => [status, body?.code];

const origins: [string, (url: string) => string | null][] = [
  ["a foreign", () => "https://evil.example"],
  ["a null", () => "null"],
  ["no", () => null],
  ["an empty", () => ""],
  ["a longer host's", (url) => `${url.replace(/:\d+$/, "")}.evil.example`],
  ["the own one, prolonged,", (url) => `${url}.evil.example`],
  ["another port's", (url) => `${url}0`],
  ["the other scheme's", (url) => url.replace("http:", "https:")],
];

for (const [name, originOf] of origins) {
  test(`${name} Origin neither signs in nor out: 403, and no session is made or ended`, async ({
    cabinet,
  }) => {
    const origin = originOf(cabinet.url);
    const script = await signedIn(cabinet.url);
    const before = await sessions(script);

    const visitor = new Script(cabinet.url);
    const entered = await visitor.signIn(admin.email, admin.password, { origin });
    expect(refusal(entered)).toEqual([403, "foreign_origin"]);
    expect(givesSession(entered)).toBe(false);
    expect(await who(visitor)).toBe(401);
    expect(await sessions(script)).toEqual(before);

    expect(refusal(await script.signOut({ origin }))).toEqual([403, "foreign_origin"]);
    expect(await who(script)).toBe(200);
    expect(await sessions(script)).toEqual(before);
  });
}

test("the own Origin signs in and out, and a copied cookie is dead with the session", async ({ cabinet }) => {
  const script = await signedIn(cabinet.url);
  const thief = script.copy();
  expect([await who(script), await who(thief)]).toEqual([200, 200]);
  const left = await script.signOut();
  expect(left.status).toBe(200);
  expect([await who(script), await who(thief)]).toEqual([401, 401]);
  const again = await thief.call("GET", "/api/v1/whoami");
  expect(refusal(again)).toEqual([401, "session_ended"]);
});

test("a body over 64 kB is 413, whether its length is told or not, and signs nobody in or out", async ({
  cabinet,
}) => {
  const script = await signedIn(cabinet.url);
  const visitor = new Script(cabinet.url);
  for (const path of unsafe) {
    for (const [caller, state] of [
      [visitor, 401],
      [script, 200],
    ] as const) {
      // Apart from its size it would do.
      const text = new URLSearchParams({
        csrfToken: await caller.csrfToken(),
        ...admin,
        json: "true",
        filling: "x".repeat(64 * 1024),
      }).toString();
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      for (const raw of [text, new Blob([text]).stream()]) {
        expect(refusal(await caller.call("POST", path, { raw, headers }))).toEqual([413, "body_too_large"]);
        expect(await who(caller)).toBe(state);
      }
    }
  }
});

test("a body that is broken JSON is 400, and one of unforeseen types is no 500", async () => {
  // A server of its own: so many attempts would throttle the other tests' address.
  const cabinet = await startCabinet({ admin });
  const script = new Script(cabinet.url);
  const csrfToken = await script.csrfToken();
  const headers = { "content-type": "application/json" };
  for (const path of unsafe) {
    for (const raw of ["{", '{"email":', "\0"]) {
      expect((await script.call("POST", path, { raw, headers })).status).toBe(400);
    }
    for (const value of [1, null, true, [], {}, ["a"], { toString: 1 }]) {
      for (const key of ["callbackUrl", "csrfToken", "email", "password", "json", "__proto__"]) {
        const raw = JSON.stringify({ csrfToken, ...admin, [key]: value, email: "nobody@example.com" });
        const { status } = await script.call("POST", path, { raw, headers });
        expect([path, raw, status < 500]).toEqual([path, raw, true]);
      }
    }
    for (const raw of ["1", "null", "[]", '"x"', '{"callbackUrl":1}', ""]) {
      const { status } = await script.call("POST", path, { raw, headers });
      expect([path, raw, status < 500]).toEqual([path, raw, true]);
    }
  }
  expect(await who(script)).toBe(401);
  await cabinet.stop();
});

test("a callbackUrl that leads elsewhere is no 500, and is neither followed nor kept", async ({
  cabinet,
}) => {
  for (const bad of ["javascript:x", "data:,x", "https://evil.example/", "//evil.example", "x", "%", "\\e"]) {
    const query = `?callbackUrl=${encodeURIComponent(bad)}`;
    const script = new Script(cabinet.url);
    const asked = await script.call("GET", `/api/auth/csrf${query}`);
    expect([bad, asked.status < 500]).toEqual([bad, true]);
    const form = { csrfToken: await script.csrfToken(), ...admin, json: "true" };
    const inBody = await script.call("POST", callback, { form: { ...form, callbackUrl: bad } });
    const inQuery = await new Script(cabinet.url).call("POST", callback + query, { form });
    for (const answer of [asked, inBody, inQuery]) {
      expect([bad, answer.status < 500]).toEqual([bad, true]);
      const led = [answer.headers.get("location"), answer.body?.url, ...answer.headers.getSetCookie()]
        .filter((each) => typeof each === "string")
        .map(decodeURIComponent)
        .join("\n");
      expect(led).not.toMatch(/evil\.example|javascript:|data:/);
    }
  }
});

test("of the library's other routes none is there", async ({ cabinet }) => {
  const script = await signedIn(cabinet.url);
  for (const [method, path] of [
    ["GET", "providers"],
    ["GET", "signin"],
    ["GET", "signin/credentials"],
    ["GET", "signout"],
    ["GET", "error"],
    ["GET", "verify-request"],
    ["GET", "callback/credentials"],
    ["POST", "session"],
    ["POST", "signin"],
    ["POST", "signin/credentials"],
    ["POST", "callback"],
    ["POST", "callback/email"],
    ["POST", "callback/credentials/more"],
    ["POST", "_log"],
  ] as const) {
    const answer = await script.call(method, `/api/auth/${path}`, method === "POST" ? { form: {} } : {});
    expect([method, path, ...refusal(answer)]).toEqual([method, path, 404, "not_found"]);
  }
  expect(await who(script)).toBe(200);
});

test("after ten wrong passwords there is 429 with Retry-After, alike for known and unknown e-mails", async () => {
  test.setTimeout(90_000);
  const cabinet = await startCabinet({ admin });
  try {
    const known = await signedIn(cabinet.url);
    const seen = [];
    for (const email of [admin.email, "nobody@example.com"]) {
      const answers: Answer[] = [];
      for (let i = 0; i < 12; i++)
        answers.push(await new Script(cabinet.url).signIn(email, `a wrong password ${i}`));
      // Nor would the right one do now.
      answers.push(await new Script(cabinet.url).signIn(email, admin.password));
      expect(answers.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429, 429, 429]);
      for (const answer of answers) expect(givesSession(answer)).toBe(false);
      for (const { headers, body } of answers.slice(10)) {
        const wait = Number(headers.get("retry-after"));
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(900);
        expect(body.code).toBe("too_many_attempts");
      }
      seen.push(answers.map(likeness));
    }
    expect(seen[0]).toEqual(seen[1]);
    // A browser that has signed in before is not locked out by somebody else's guesses.
    expect((await known.signIn(admin.email, admin.password)).status).toBe(200);
  } finally {
    await cabinet.stop();
  }
});

/** An answer without what is its own: its id, its time, its CSRF cookie's value and the seconds left. */
function likeness({ status, headers, text, body }: Answer): unknown {
  return {
    status,
    text: text.replaceAll(body?.request_id ?? "none", "ID").replace(/in \d+ seconds/, "in N seconds"),
    headers: [...headers]
      .filter(([name]) => !["x-request-id", "date", "retry-after", "set-cookie"].includes(name))
      .map((each) => each.join(": ")),
    cookies: headers.getSetCookie().map((line) => line.replace(/=[^;]*/, "=")),
  };
}
