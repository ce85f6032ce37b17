import { test as base, expect, type Page } from "@playwright/test";
import { type Admin, type Cabinet, startCabinet } from "./cabinet";

const ADMIN: Admin = { email: "admin@example.com", password: "correct horse battery staple" };

interface TestFixtures {
  /** Signs the page's browser in, as the first admin unless told; by HTTP, not by the form. */
  login: (who?: Admin) => Promise<void>;
  /** Starts a server that has no admin yet; it is stopped and removed after the test. */
  freshCabinet: Cabinet;
  /** What the browser's console may say in this test, like the 403 that it provokes. Everything else fails it. */
  expectedMessages: RegExp[];
}

interface WorkerFixtures {
  /** The server of this worker, with ADMIN as its first admin. Tests of one worker share it. */
  cabinet: Cabinet;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  cabinet: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern
    async ({}, use) => {
      const cabinet = await startCabinet({ admin: ADMIN });
      await use(cabinet);
      expect(await cabinet.stop(), "the server's exit code").toBe(0);
    },
    { scope: "worker", timeout: 90_000 },
  ],

  baseURL: async ({ cabinet }, use) => {
    await use(cabinet.url);
  },

  freshCabinet: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const cabinet = await startCabinet();
      await use(cabinet);
      await cabinet.stop();
    },
    { timeout: 90_000 },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: as above
  expectedMessages: async ({}, use) => {
    await use([]);
  },

  page: async ({ page, expectedMessages }, use) => {
    const said: string[] = [];
    page.on("pageerror", (error) => said.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) said.push(`${message.type()}: ${message.text()}`);
    });
    await use(page);
    const unexpected = said.filter((text) => !expectedMessages.some((pattern) => pattern.test(text)));
    expect(unexpected, "what the browser's console said").toEqual([]);
  },

  login: async ({ page, cabinet }, use) => {
    await use((who = ADMIN) => signIn(page, cabinet.url, who));
  },
});

export { expect };

/** Signs in as next-auth's form does; the cookie lands in the page's browser. */
async function signIn(page: Page, url: string, { email, password }: Admin): Promise<void> {
  const { csrfToken } = await (await page.request.get(`${url}/api/auth/csrf`)).json();
  const answer = await page.request.post(`${url}/api/auth/callback/credentials`, {
    headers: { origin: url },
    form: { csrfToken, email, password, json: "true" },
  });
  expect(answer.status(), "signing in").toBe(200);
  // A bad CSRF token is answered 200 too, with the address of the sign-in page.
  const session = await (await page.request.get(`${url}/api/v1/whoami`)).json();
  expect(session.user?.email, "who is signed in").toBe(email);
}
