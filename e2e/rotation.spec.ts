/** A new secret without downtime: both work, the page shows who still has the old one, then it is ended. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { Script } from "./script";
import { expectNothingFromAxeInBothThemes, makeToken, nameOf } from "./steps";

// The lanes are read again every few seconds, and axe looks twice: more than the usual half minute.
test.describe.configure({ timeout: 90_000 });

async function chooseFromMenu(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

const lane = (sheet: Locator, which: "old" | "new") => sheet.locator(`[data-lane=${which}]`);

test("rotate with 24 hours; the page shows the old secret in use, then silent; it is ended and refused", async ({
  page,
  login,
  cabinet,
}) => {
  const script = new Script(cabinet.url);
  const consumer = async (token: string) => (await script.call("GET", "/api/v1/whoami", { token })).status;
  await login();
  const name = nameOf("rotating");
  const { token: old } = await makeToken(page, { name });

  await page.goto(`/settings/tokens?q=${name}`);
  await chooseFromMenu(page, name, "Rotate");
  const dialog = page.getByRole("dialog", { name: `Rotate ${name}` });
  await expect(dialog).toContainText("ends at once");
  await dialog.getByRole("radio", { name: "24 hours" }).check();
  await expect(dialog).toContainText(/Both secrets work until \d+ \w+ \d{4}, \d\d:\d\d\./);
  await expectNothingFromAxeInBothThemes(page);
  await dialog.getByRole("button", { name: "Rotate token" }).click();

  const shown = page.getByRole("dialog", { name: `The new secret of ${name}` });
  await expect(shown).toContainText(`${old.slice(0, 14)}…, works until`);
  const fresh = (await page.getByTestId("secret").textContent()) ?? "";
  await shown.getByRole("button", { name: "Done" }).click();
  await shown.getByRole("button", { name: "Close without it" }).click();

  // It goes on with the old one, and the page says so without being asked again.
  await chooseFromMenu(page, name, "Details");
  const sheet = page.getByRole("dialog", { name });
  await expect(lane(sheet, "old")).toContainText("No call yet");
  expect(await consumer(old)).toBe(200);
  await expect(lane(sheet, "old")).toContainText("Still in use", { timeout: 15_000 });
  await expect(lane(sheet, "old")).toContainText("1 use, last just now from");
  await expect(lane(sheet, "new")).toContainText("Never used");
  await expectNothingFromAxeInBothThemes(page);

  // It switches.
  expect(await consumer(fresh)).toBe(200);
  await expect(lane(sheet, "old")).toContainText("Silent", { timeout: 15_000 });
  await expect(lane(sheet, "new")).toContainText("1 use, last just now from");

  await sheet.getByRole("button", { name: "End the old one" }).click();
  await expect(lane(sheet, "old")).toContainText("Ended", { timeout: 15_000 });
  expect([await consumer(old), await consumer(fresh)]).toEqual([401, 200]);
  await expect(sheet).toContainText(/Somebody still came with the old one: 1 call, last just now from/, {
    timeout: 15_000,
  });

  await sheet.getByRole("tab", { name: "History" }).click();
  const history = sheet.getByRole("list", { name: "Changes, the latest first" });
  await expect(history.getByRole("listitem")).toHaveCount(3);
  await expect(history).toContainText(`${old.slice(0, 14)} → ${fresh.slice(0, 14)}`);
  expect(await page.content()).not.toContain(fresh);
});

test("an old secret that is in use is ended only after a question, and can go on for longer", async ({
  page,
  login,
  cabinet,
}) => {
  const script = new Script(cabinet.url);
  await login();
  const name = nameOf("extended");
  const made = await makeToken(page, { name });
  const { origin } = new URL(cabinet.url);
  await page.request.post(`/api/v1/tokens/${made.id}/rotate`, {
    headers: { origin },
    data: { overlap: "1h" },
  });
  expect((await script.call("GET", "/api/v1/whoami", { token: made.token })).status).toBe(200);

  await page.goto(`/settings/tokens?token=${made.id}`);
  const sheet = page.getByRole("dialog", { name });
  await expect(lane(sheet, "old")).toContainText("works until in 59 minutes");
  await sheet.getByRole("button", { name: "Extend by 24 hours" }).click();
  await expect(lane(sheet, "old")).toContainText("works until in 24 hours");
  await sheet.getByRole("button", { name: "End the old one" }).click();
  await expect(sheet.getByRole("alert")).toContainText("refused from its next request on");
  await sheet.getByRole("button", { name: "Keep it" }).click();
  expect((await script.call("GET", "/api/v1/whoami", { token: made.token })).status).toBe(200);
  await sheet.getByRole("button", { name: "End the old one" }).click();
  await sheet.getByRole("button", { name: "End it now" }).click();
  await expect(lane(sheet, "old")).toContainText("Ended");
  expect((await script.call("GET", "/api/v1/whoami", { token: made.token })).status).toBe(401);
});

test("a rotation whose answer is lost makes one secret however often it is sent", async ({
  page,
  login,
  expectedMessages,
}) => {
  expectedMessages.push(/ERR_FAILED/);
  await login();
  const name = nameOf("lost-answer");
  const { id } = await makeToken(page, { name });
  await page.goto(`/settings/tokens?q=${name}`);
  let lost = 0;
  await page.route("**/rotate", async (route) => {
    if (lost++ > 0) return route.fallback();
    await route.fetch();
    return route.abort();
  });
  await chooseFromMenu(page, name, "Rotate");
  const dialog = page.getByRole("dialog", { name: `Rotate ${name}` });
  const send = () => dialog.getByRole("button", { name: "Rotate token" }).click();
  const secrets = async () => (await (await page.request.get(`/api/v1/tokens/${id}/rotation`)).json()).data;
  await send();
  await expect(dialog).toContainText("cannot be reached");
  await send();
  await expect(dialog).toContainText("the answer with its new secret did not arrive");
  expect(await secrets()).toHaveLength(2);
  await send();
  await expect(page.getByTestId("secret")).toBeVisible();
  expect(await secrets()).toHaveLength(3);
});

for (const way of ["a link", "the palette"]) {
  test(`details opened by ${way} lead to a rotation whose secret stays on the page`, async ({
    page,
    login,
  }) => {
    await login();
    const name = nameOf("by-address");
    const { id } = await makeToken(page, { name });
    await page.goto(way === "a link" ? `/settings/tokens?token=${id}` : "/settings/tokens");
    if (way === "the palette") {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill(name);
      await page.getByRole("option", { name: new RegExp(name) }).click();
    }
    const sheet = page.getByRole("dialog", { name });
    await sheet.getByRole("button", { name: "Rotate", exact: true }).click();
    await page
      .getByRole("dialog", { name: `Rotate ${name}` })
      .getByRole("button", { name: "Rotate token" })
      .click();
    const shown = page.getByRole("dialog", { name: `The new secret of ${name}` });
    await expect(shown).toBeVisible();
    await expect(page).not.toHaveURL(/token=/);
    // Whatever is read anew meanwhile, it stays.
    await page.waitForLoadState("networkidle");
    await expect(page.getByTestId("secret")).toBeVisible();
  });
}
