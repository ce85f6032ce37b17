import { expect, test } from "./fixtures";

test("the server says that it is well", async ({ request }) => {
  const answer = await request.get("/api/v1/health");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ status: "ok" });
});

test("an unknown page is a 404 of our own", async ({ page, expectedMessages }) => {
  expectedMessages.push(/Failed to load resource.*404/);
  const answer = await page.goto("/no/such/page");
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("a fresh server prints a set-up link and ends when asked", async ({ freshCabinet }) => {
  expect(freshCabinet.setupUrl).toMatch(/\/setup#\S{40,}$/);
  expect(await freshCabinet.stop()).toBe(0);
});
