/** What the tokens page may cost: bytes of script, foreign hosts, movement. */
import type { CDPSession, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { Script } from "./script";

const admin = { email: "admin@example.com", password: "correct horse battery staple" };
/** Over the wire, before the first interaction. */
const scriptBytes = 180_000;

interface Transfer {
  url: string;
  status: number;
  type: string;
  encoding: string;
  bytes: number;
}

/** Everything that is fetched from now on, with its size on the wire. */
async function watch(page: Page): Promise<{ session: CDPSession; transfers: Map<string, Transfer> }> {
  const session = await page.context().newCDPSession(page);
  const transfers = new Map<string, Transfer>();
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]);
    const encoding = String(Object.fromEntries(headers)["content-encoding"] ?? "");
    transfers.set(requestId, { url: response.url, status: response.status, type, encoding, bytes: 0 });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const transfer = transfers.get(requestId);
    if (transfer) transfer.bytes = encodedDataLength;
  });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  return { session, transfers };
}

/** Before the page's own scripts: what moves is reported while it loads. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
}

const shiftOf = (page: Page) =>
  page.evaluate(() => (window as unknown as { seen: { shift: number } }).seen.shift);

test("a full tokens page keeps its budget: script, hosts, movement", async ({ page, login, cabinet }) => {
  test.setTimeout(60_000);
  const script = new Script(cabinet.url);
  await script.signIn(admin.email, admin.password);
  for (let i = 0; i < 55; i++) await script.createToken({ name: `budget-${i}` });
  await login();
  await watchShifts(page);
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  const { session, transfers } = await watch(page);

  const answer = await page.goto("/settings/tokens", { waitUntil: "networkidle" });
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole("row")).toHaveCount(51);

  const all = [...transfers.values()];
  const scripts = all.filter(({ type }) => type === "Script");
  const sum = scripts.reduce((total, { bytes }) => total + bytes, 0);
  test.info().annotations.push({ type: "script", description: `${sum} bytes in ${scripts.length} files` });
  // A checker that sees nothing finds nothing.
  expect(scripts.length).toBeGreaterThan(3);
  expect(sum).toBeGreaterThan(50_000);
  for (const one of scripts) expect(one, one.url).toMatchObject({ status: 200 });
  for (const one of scripts.filter(({ bytes }) => bytes > 2_000)) expect(one.encoding, one.url).toBe("br");
  expect(sum, "bytes of script").toBeLessThanOrEqual(scriptBytes);

  const foreign = all.filter(({ url }) => !url.startsWith(`${cabinet.url}/`) && !url.startsWith("data:"));
  expect(foreign.map(({ url }) => url)).toEqual([]);
  expect(await shiftOf(page), "layout shift").toBeLessThanOrEqual(0.02);
  expect(said, "what the console said, of any kind").toEqual([]);
  await session.detach();
  await script.call("POST", "/api/v1/tokens/revoke-all", { body: { kind: "personal" } });
});

test("built scripts come in Brotli, by gzip for others, and to HEAD without a body", async ({ cabinet }) => {
  const page = await (await fetch(`${cabinet.url}/sign-in`)).text();
  const address = /\/_next\/static\/[^"\\]+\.js/.exec(page)?.[0] ?? "";
  const ask = (accept: string, method = "GET") =>
    fetch(cabinet.url + address, { method, headers: { "Accept-Encoding": accept } });
  const whole = await (await ask("identity")).text();
  expect(whole.length).toBeGreaterThan(1_000);
  for (const [accept, encoding] of [
    ["br, gzip", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip", "gzip"],
  ] as const) {
    const answer = await ask(accept);
    expect(answer.headers.get("content-encoding"), accept).toBe(encoding);
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(answer.headers.get("vary")).toContain("Accept-Encoding");
    expect(await answer.text(), "unpacked, it is the same").toBe(whole);
  }
  const head = await ask("br", "HEAD");
  expect(Number(head.headers.get("content-length"))).toBeLessThan(whole.length / 2);
  expect(await head.text()).toBe("");
  const signIn = await fetch(`${cabinet.url}/sign-in`, { headers: { "Accept-Encoding": "br, gzip" } });
  expect(signIn.headers.get("content-encoding"), "pages are compressed by Next").toBe("gzip");
});
