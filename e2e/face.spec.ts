/** What the pages offer beyond the main story: palette, addresses, pause all, the whole form, the overview. */
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "./fixtures";
import { Script } from "./script";
import { makeToken, nameOf, revokeAll } from "./steps";

const machines = "/api/v1/fleets/default/machines";

test.describe.configure({ timeout: 60_000 });

test("the palette goes to pages, finds the token of a pasted secret, and never sends the secret", async ({
  page,
  login,
}) => {
  await login();
  const name = nameOf("found");
  const { token } = await makeToken(page, { name });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url() + (request.postData() ?? "")));
  await page.goto("/settings/security");
  await expect(page.getByRole("heading", { level: 1, name: "Security" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Go to or find" });
  await expect(field).toBeFocused();
  await field.fill("mach");
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/fleets\/default\/machines$/);
  await page.keyboard.press("Control+k");
  await field.fill(token);
  await expect(page.getByRole("option", { name })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name })).toBeVisible();
  await expect(page).toHaveURL(/token=/);
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox").fill(token);
  await expect(page.getByRole("row", { name })).toBeVisible();
  await expect(page).toHaveURL(/q=cab_pat_/);
  expect(asked.filter((text) => text.includes(token))).toEqual([]);
});

test("details have an address of their own, say what the log says, and lead on to what can be done", async ({
  page,
  login,
  cabinet,
  expectedMessages,
}) => {
  expectedMessages.push(/Failed to load resource.*404/);
  await login();
  const name = nameOf("looked-at");
  const { id, token } = await makeToken(page, {
    name,
    description: "for the wall of graphs",
    consumer: "vault: team/graphs",
    allowed_ips: ["127.0.0.0/8", "::1/128"],
    rotate_every: "90d",
    expires_in: "30d",
  });
  const script = new Script(cabinet.url);
  await script.call("GET", machines, { token });
  await script.call("POST", machines, { token, body: { name: "m1", namespace: "production" } });
  await page.goto(`/settings/tokens?token=${id}`);
  const sheet = page.getByRole("dialog", { name });
  for (const words of ["for the wall of graphs", "vault: team/graphs", "127.0.0.0/8", "every 90 days", id])
    await expect(sheet).toContainText(words);
  const log = sheet.getByRole("list", { name: /^The last/ });
  await expect(log.getByRole("listitem")).toHaveCount(3);
  await expect(log).toContainText("it lacks machines:write");
  await page.keyboard.press("Escape");
  await expect(sheet).toHaveCount(0);
  await expect(page).toHaveURL(/\/settings\/tokens$/);
  await page.getByRole("button", { name, exact: true }).click();
  await expect(sheet).toBeVisible();
  await page.goBack();
  await expect(sheet).toHaveCount(0);
  await page.getByRole("button", { name, exact: true }).click();
  await sheet.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Pause token" }).click();
  await expect(page.getByRole("row", { name })).toContainText("Paused");
  await page.goto("/settings/tokens?token=00000000-0000-7000-8000-000000000000");
  await expect(page.getByRole("dialog").getByRole("alert")).toContainText("not yours to see");
});

test("the whole form: namespaces, addresses, rotation, description, and what the server says of them", async ({
  page,
  login,
}) => {
  await login();
  const name = nameOf("narrow");
  await page.goto("/settings/tokens?create=true");
  const dialog = page.getByRole("dialog", { name: "Create token" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByRole("checkbox", { name: /^machines:read/ }).check();
  await dialog.getByRole("radio", { name: "Chosen namespaces" }).check();
  await dialog.getByRole("checkbox", { name: "production" }).check();
  await dialog.getByText("Advanced").click();
  await dialog.getByLabel("Allowed addresses").fill("127.0.0.0/8\nnot an address");
  await dialog.getByRole("combobox", { name: "Rotation" }).click();
  await page.getByRole("option", { name: /^Every 90 days/ }).click();
  await dialog.getByLabel(/^Description/).fill("for the wall of graphs");
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(dialog.getByLabel("Allowed addresses")).toHaveAccessibleDescription(/Write an address/);
  await dialog.getByLabel("Allowed addresses").fill("127.0.0.0/8, ::1");
  await expect(dialog.getByText(/^May read machines, in production of .*only from/)).toContainText(
    "new secret every 90 days",
  );
  const answer = page.waitForResponse((one) => one.request().method() === "POST" && one.status() === 201);
  await dialog.getByRole("button", { name: "Create token" }).click();
  expect(await (await answer).json()).toMatchObject({
    name,
    scopes: ["machines:read"],
    fleets: ["default"],
    namespaces: ["production"],
    rotate_every: "90d",
    description: "for the wall of graphs",
  });
  await page.getByRole("button", { name: "Copy the secret" }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).toHaveURL(/\/settings\/tokens$/);
});

test("pause all says how many and who will notice, and each can be resumed", async ({
  page,
  login,
  cabinet,
}) => {
  await login();
  await revokeAll(page);
  const [used, idle] = [nameOf("used"), nameOf("idle")];
  const { token } = await makeToken(page, { name: used });
  await makeToken(page, { name: idle });
  const script = new Script(cabinet.url);
  expect((await script.call("GET", machines, { token })).status).toBe(200);
  await page.goto("/settings/tokens");
  for (const [button, title] of [
    ["Revoke all", "Revoke all my tokens"],
    ["Pause all", "Pause all my tokens"],
  ] as const) {
    await page.getByRole("button", { name: button }).click();
    const dialog = page.getByRole("alertdialog", { name: title });
    // Those used last come first.
    await expect(dialog.getByRole("listitem").first()).toContainText(used);
    await expect(dialog.getByRole("listitem")).toHaveCount(2);
    if (button === "Revoke all") await dialog.getByRole("button", { name: "Keep them" }).click();
  }
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Reason").fill("a leak is suspected");
  await dialog.getByRole("button", { name: "Pause 2 tokens" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Paused 2 tokens." })).toBeVisible();
  await expect(page.getByRole("row", { name: used })).toContainText("Paused");
  expect((await script.call("GET", machines, { token })).status).toBe(401);
  await page.getByRole("button", { name: used, exact: true }).click();
  await expect(page.getByRole("dialog")).toContainText("a leak is suspected");
});

test("the overview shows what needs a look, and nothing moves while it and the list arrive", async ({
  page,
  login,
  cabinet,
}) => {
  await page.addInitScript(() => {
    (window as { shifted?: number }).shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
        (window as { shifted?: number }).shifted =
          ((window as { shifted?: number }).shifted ?? 0) + entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await login();
  const name = nameOf("ending");
  const { token } = await makeToken(page, { name, expires_in: "2d" });
  await new Script(cabinet.url).call("POST", machines, {
    token,
    body: { name: "m1", namespace: "production" },
  });
  for (const path of ["/", "/settings/tokens", "/settings/security", "/fleets/default/machines"]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    const shifted = await page.evaluate(() => (window as { shifted?: number }).shifted ?? 0);
    // A button may be painted before the rest of its line has arrived on a busy machine; content that moves is 0.05 and more.
    expect(shifted, `layout shift of ${path}`).toBeLessThan(0.02);
  }
  await page.goto("/");
  const soon = page.getByRole("main").getByRole("link", { name, exact: true });
  await expect(page.getByRole("heading", { name: /^Expire within 14 days/ })).toBeVisible();
  await expect(page.getByRole("list", { name: "Recently refused" })).toContainText("it lacks machines:write");
  await soon.first().click();
  await expect(page.getByRole("dialog", { name })).toBeVisible();
});

test("the tokens page sends at most 180 KB of script, and the page of the pieces is not there", async ({
  page,
  login,
  expectedMessages,
}) => {
  expectedMessages.push(/Failed to load resource.*404/);
  await login();
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.endsWith(".js"))
      sizes.push(response.body().then((body) => brotliCompressSync(body).length));
  });
  await page.goto("/settings/tokens");
  await page.waitForLoadState("networkidle");
  const sent = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(sent).toBeGreaterThan(50_000);
  expect(sent).toBeLessThanOrEqual(180_000);
  expect((await page.goto("/design"))?.status()).toBe(404);
});

test("a machine is edited, and namespace and tag narrow the list by an address that can be shared", async ({
  page,
  login,
  expectedMessages,
}) => {
  expectedMessages.push(/Failed to load resource.*409/);
  await login();
  const { origin } = new URL((await page.request.get("/api/v1/health")).url());
  const [web, db] = [nameOf("web"), nameOf("db")];
  for (const data of [
    { name: web, namespace: "production", hostname: "10.0.0.1", tags: ["web", "eu"] },
    { name: db, namespace: "production", tags: ["db"] },
  ])
    expect((await page.request.post(machines, { headers: { origin }, data })).status()).toBe(201);
  await page.goto("/fleets/default/machines");
  await page.getByRole("button", { name: web, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Edit ${web}` });
  await expect(dialog.getByLabel(/^Tags/)).toHaveValue("web, eu");
  await dialog.getByLabel("Name", { exact: true }).fill(db);
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(/already/);
  await dialog.getByLabel("Name", { exact: true }).fill(web);
  await dialog.getByLabel(/^Tags/).fill("web edge");
  const answer = page.waitForResponse((one) => one.request().method() === "PATCH" && one.status() === 200);
  await dialog.getByRole("button", { name: "Save changes" }).click();
  expect((await answer).request().postDataJSON()).toEqual({ tags: ["web", "edge"] });
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Only those with the tag edge" }).click();
  await expect(page).toHaveURL(/tag=edge/);
  await expect(page.getByRole("row", { name: db })).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("row", { name: web })).toBeVisible();
  await page.getByRole("searchbox").fill("nothing-like-this");
  await expect(page.getByRole("status")).toContainText([
    "No machine matches “nothing-like-this” and has the tag edge.",
  ]);
  await page.getByRole("button", { name: "Show all machines" }).click();
  await expect(page.getByRole("searchbox")).toHaveValue("");
  await expect(page.getByRole("row", { name: db })).toBeVisible();
});

test("exact times are told on focus, once a row, and an unknown address keeps the rail", async ({
  page,
  login,
  expectedMessages,
}) => {
  expectedMessages.push(/Failed to load resource.*404/);
  await login();
  const name = nameOf("timed");
  await makeToken(page, { name, expires_in: "30d" });
  await page.goto("/settings/tokens");
  await page.getByRole("checkbox", { name: `Select ${name}` }).focus();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name, exact: true })).toBeFocused();
  await expect(page.getByRole("tooltip")).toHaveText(
    /^Expires \d+ \w{3} \d{4}, \d\d:\d\d:\d\d\s*Created \d+ \w{3} \d{4}, \d\d:\d\d:\d\d$/,
  );
  await expect(page.getByRole("button", { name, exact: true })).toHaveAccessibleDescription(/^Expires/);
  expect((await page.goto("/settings/nowhere"))?.status()).toBe(404);
  await expect(page.getByRole("link", { name: "My tokens" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Go to the overview" })).toBeVisible();
});
