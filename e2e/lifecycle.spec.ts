/** What is done to tokens after they were made: several at once, cloned, edited by two people, found by a secret. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { Script } from "./script";
import { expectNothingFromAxeInBothThemes, makeToken, nameOf } from "./steps";

test.describe.configure({ timeout: 90_000 });

async function chooseFromMenu(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

test("rows chosen with Shift are revoked by one request that names them, after a preview and a typed word", async ({
  page,
  login,
  cabinet,
}) => {
  const script = new Script(cabinet.url);
  await login();
  const base = nameOf("chosen");
  const made = [];
  for (const end of ["a", "b", "c", "d"]) made.push(await makeToken(page, { name: `${base}-${end}` }));
  await script.call("GET", "/api/v1/whoami", { token: made[2]?.token });

  await page.goto(`/settings/tokens?q=${base}&sort=name`);
  const box = (end: string) => page.getByRole("checkbox", { name: `Select ${base}-${end}` });
  await box("a").check();
  await box("c").click({ modifiers: ["Shift"] });
  await expect(box("b")).toBeChecked();
  await expect(box("d")).not.toBeChecked();
  const bar = page.getByRole("region", { name: "Selected tokens" });
  await expect(bar).toContainText("3 selected");
  await expectNothingFromAxeInBothThemes(page);

  await bar.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Revoke 3 selected tokens" });
  const noticing = dialog.getByRole("listitem");
  await expect(noticing).toHaveCount(3);
  await expect(noticing.first()).toContainText(`${base}-c`);
  await expect(noticing.first()).toContainText("used just now");
  await expect(dialog.getByRole("button", { name: "Revoke 3 tokens" })).toBeDisabled();
  await dialog.getByRole("textbox").fill("revoke 3");
  const sent = page.waitForRequest("**/api/v1/tokens/revoke-all");
  await dialog.getByRole("button", { name: "Revoke 3 tokens" }).click();
  expect((await sent).postDataJSON().ids.toSorted()).toEqual(
    made
      .slice(0, 3)
      .map(({ id }) => id)
      .toSorted(),
  );
  await expect(page.getByRole("status").filter({ hasText: "Revoked 3 tokens." })).toBeVisible();
  await expect(bar).toHaveCount(0);
  const statuses = [];
  for (const { token } of made) statuses.push((await script.call("GET", "/api/v1/whoami", { token })).status);
  expect(statuses).toEqual([401, 401, 401, 200]);
});

test("a clone starts with all that the other one was", async ({ page, login }) => {
  await login();
  const name = nameOf("original");
  await makeToken(page, {
    name,
    description: "Nightly build",
    namespaces: ["production"],
    allowed_ips: ["203.0.113.0/24"],
    rotate_every: "180d",
    expires_in: "30d",
  });
  await page.goto(`/settings/tokens?q=${name}`);
  await chooseFromMenu(page, name, "Clone");
  const dialog = page.getByRole("dialog", { name: "Create token" });
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveValue(`${name}-copy`);
  await expect(dialog.getByRole("checkbox", { name: /^machines:read:/ })).toBeChecked();
  await expect(dialog.getByRole("checkbox", { name: "production" })).toBeChecked();
  await expect(dialog.getByRole("radio", { name: "30 days" })).toBeChecked();
  await expect(dialog.getByLabel(/^Allowed addresses/)).toHaveValue("203.0.113.0/24");
  await expect(dialog.getByLabel(/^Description/)).toHaveValue("Nightly build");
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByTestId("secret")).toBeVisible();
  const list = await (await page.request.get(`/api/v1/tokens?q=${name}-copy`)).json();
  expect(list.data[0]).toMatchObject({
    namespaces: ["production"],
    allowed_ips: ["203.0.113.0/24"],
    rotate_every: "180d",
    scopes: ["machines:read"],
  });
});

test("the second of two edits of one version overwrites nothing and loses nothing", async ({
  page,
  login,
  cabinet,
  expectedMessages,
}) => {
  expectedMessages.push(/412/);
  await login();
  const name = nameOf("edited");
  const { id } = await makeToken(page, { name, description: "first" });
  await page.goto(`/settings/tokens?q=${name}`);
  await chooseFromMenu(page, name, "Edit");
  const dialog = page.getByRole("dialog", { name: `Edit ${name}` });
  await dialog.getByLabel(/^Description/).fill("mine");
  await dialog.getByRole("button", { name: "Change the date" }).click();
  await dialog.getByRole("radio", { name: "1 year" }).check();
  const { origin } = new URL(cabinet.url);
  const change = { description: "theirs", consumer: "vault/ci" };
  await page.request.patch(`/api/v1/tokens/${id}`, { headers: { origin }, data: change });

  await dialog.getByRole("button", { name: "Save changes" }).click();
  const notice = dialog.getByRole("alert");
  await expect(notice).toContainText("changed this token since you opened it");
  await expect(notice).toContainText("Description is now theirs; you have something else");
  await expect(notice).toContainText("Stored in is now vault/ci");
  await expectNothingFromAxeInBothThemes(page);
  await expect(dialog.getByLabel(/^Description/)).toHaveValue("mine");
  await expect(dialog.getByLabel(/^Stored in/)).toHaveValue("vault/ci");
  const read = async () => (await page.request.get(`/api/v1/tokens/${id}`)).json();
  expect(await read()).toMatchObject({ ...change, expires_at: null });

  await notice.getByRole("button", { name: "Take theirs" }).click();
  await expect(dialog.getByLabel(/^Description/)).toHaveValue("theirs");
  await dialog.getByRole("button", { name: "Save mine" }).click();
  await expect(page.getByRole("status").filter({ hasText: `Saved ${name}.` })).toBeVisible();
  const saved = await read();
  expect(saved).toMatchObject(change);
  expect(Date.parse(saved.expires_at) - Date.now()).toBeGreaterThan(364 * 86_400_000);
});

test("a pasted secret finds its token and stays nowhere", async ({ page, login }) => {
  await login();
  const name = nameOf("found");
  const { token: secret } = await makeToken(page, { name });
  const asked: string[] = [];
  page.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "Which token is this?" }).click();
  const dialog = page.getByRole("dialog", { name: "Which token is this?" });
  await dialog.getByLabel("Secret or prefix").fill(`Authorization: Bearer ${secret}`);
  await dialog.getByRole("button", { name: "Find token" }).click();
  const found = dialog.getByRole("region", { name });
  await expect(found).toContainText("It works.");
  await expect(found).toContainText("never used");
  for (const deed of ["Edit", "Pause", "Rotate", "Revoke"])
    await expect(found.getByRole("button", { name: deed })).toBeVisible();
  await expectNothingFromAxeInBothThemes(page);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href]),
  );
  const values = await page
    .getByRole("textbox")
    .evaluateAll((fields) => fields.map((one) => "value" in one && one.value));
  expect(`${kept}${JSON.stringify(values)}${await page.content()}${asked.join()}`).not.toContain(secret);

  await dialog.getByLabel("Secret or prefix").fill("cab_pat_000000");
  await dialog.getByRole("button", { name: "Find token" }).click();
  await expect(dialog).toContainText("cab_pat_000000… belongs to no token that you may see");

  // The palette keeps nothing of it but what lists show.
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  const field = page.getByRole("combobox", { name: "Go to or find" });
  await field.fill(secret);
  await expect(page.getByRole("option", { name })).toBeVisible();
  await expect(field).toHaveValue(secret.slice(0, 14));
  expect(asked.join()).not.toContain(secret.slice(8, 20));
});
