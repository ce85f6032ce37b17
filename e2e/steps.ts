/** What several stories do. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

let serial = 0;
/** Tests of one worker share a server: names tell their tokens apart. */
export const nameOf = (what: string) => `${what}-${test.info().workerIndex}-${++serial}`;

/** A token of the person signed in, made by HTTP. */
export async function makeToken(
  page: Page,
  body: Record<string, unknown>,
): Promise<{ id: string; token: string }> {
  const { origin } = new URL((await page.request.get("/api/v1/health")).url());
  const answer = await page.request.post("/api/v1/tokens", {
    headers: { origin },
    data: { scopes: ["machines:read"], ...body },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return answer.json();
}

export async function revokeAll(page: Page): Promise<void> {
  const { origin } = new URL((await page.request.get("/api/v1/health")).url());
  await page.request.post("/api/v1/tokens/revoke-all", { headers: { origin }, data: { kind: "personal" } });
}

/** Axe's whole judgement of what is shown, and its judgement of the colours in the other theme: nothing else differs. */
export async function expectNothingFromAxeInBothThemes(page: Page): Promise<void> {
  await expectNothingFromAxe(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expectNothingFromAxe(page, ["color-contrast"]);
  await page.emulateMedia({ colorScheme: "light" });
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
}

/** @param rules all of axe's unless told. */
export async function expectNothingFromAxe(page: Page, rules?: string[]): Promise<void> {
  // What fades in is read by axe as if it had too little contrast.
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== "running"));
  // While a page is refreshed its title is away for a moment.
  await expect(page).toHaveTitle(/Token Cabinet$/);
  // Our pages have no frames; the other way opens a page of its own to gather their results, each time.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const { violations, passes } = await (rules ? axe.withRules(rules) : axe).analyze();
  const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  expect(said).toEqual([]);
  // A judge that looked at nothing finds nothing.
  expect(passes.map(({ id }) => id)).toContain("color-contrast");
}
