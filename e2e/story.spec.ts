/** The main job in a real browser, on the built server. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { Script } from "./script";
import {
  expectNothingFromAxe,
  expectNothingFromAxeInBothThemes,
  makeToken,
  nameOf,
  revokeAll,
} from "./steps";

const admin = { email: "admin@example.com", password: "correct horse battery staple" };
const machines = "/api/v1/fleets/default/machines";

// Whole stories, and axe looks at every element several times: more than the usual half minute on a busy machine.
test.describe.configure({ timeout: 90_000 });

async function fillSignIn(page: Page, { email, password } = admin): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const createButton = (page: Page | Locator) => page.getByRole("button", { name: "Create token" });
const secretOf = (page: Page) => page.getByTestId("secret");

/** Through the dialog, up to where the secret is shown. */
async function createToken(page: Page, name: string, scopes: readonly string[]): Promise<string> {
  await createButton(page).first().click();
  const dialog = page.getByRole("dialog", { name: "Create token" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  for (const scope of scopes) await dialog.getByRole("checkbox", { name: new RegExp(`^${scope}:`) }).check();
  await createButton(dialog).click();
  await expect(page.getByRole("dialog", { name: `${name} is ready` })).toBeVisible();
  return (await secretOf(page).textContent()) ?? "";
}

async function copyAndClose(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Copy the secret" }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

async function chooseFromMenu(page: Page, name: string, item: string): Promise<void> {
  await page
    .getByRole("row", { name })
    .getByRole("button", { name: `Actions for ${name}` })
    .click();
  await page.getByRole("menuitem", { name: item }).click();
}

test.describe("the story of a token", () => {
  test.use({ permissions: ["clipboard-read", "clipboard-write"] });

  test("sign in, create, see the secret once, call, see it used, revoke, be refused", async ({
    page,
    cabinet,
  }) => {
    const name = nameOf("story");
    const script = new Script(cabinet.url);
    let secret = "";
    // Everything the browser is sent from now on, but the one answer that may carry the secret.
    const sent: { url: string; text: string }[] = [];
    let answered = "";
    page.on("response", async (response) => {
      const text = await response.text().catch(() => "");
      const request = response.request();
      if (request.method() === "POST" && response.url().endsWith("/api/v1/tokens")) answered = text;
      else sent.push({ url: response.url(), text });
    });

    await page.goto("/");
    await expect(page).toHaveURL(/\/sign-in$/);
    await fillSignIn(page);
    await expect(page).toHaveURL(/\/settings\/tokens$/);

    secret = await createToken(page, name, ["machines:read"]);
    expect(secret).toMatch(/^cab_pat_[0-9A-Za-z]{49}$/);
    // The search for it works: while it is shown, it finds it.
    expect(await page.content()).toContain(secret);
    expect(answered).toContain(secret);
    await page.getByRole("button", { name: "Copy the secret" }).click();
    await expect(page.getByRole("status").filter({ hasText: "Copied" }).first()).toBeAttached();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(page.getByRole("row", { name })).toContainText("never");

    expect((await script.call("GET", machines, { token: secret })).status).toBe(200);
    const refused = await script.call("POST", machines, {
      token: secret,
      body: { name: "m1", namespace: "production" },
    });
    expect(refused.status).toBe(403);
    expect(JSON.stringify(refused.body)).toContain("machines:write");

    await page.reload();
    const row = page.getByRole("row", { name });
    await expect(row).toContainText("just now");
    await expect(row).toContainText(secret.slice(0, 14));
    await page.waitForLoadState("networkidle");

    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]),
    );
    const everywhere = [...sent, { url: page.url(), text: `${await page.content()}${kept}` }];
    expect(
      everywhere.filter(({ url, text }) => `${url}${text}`.includes(secret)).map(({ url }) => url),
    ).toEqual([]);
    await page.goBack();
    expect(await page.content()).not.toContain(secret);
    await page.goto("/settings/tokens");

    await chooseFromMenu(page, name, "Revoke");
    const dialog = page.getByRole("alertdialog", { name: `Revoke ${name}` });
    await expect(dialog).toContainText("last used");
    await expect(dialog.getByRole("button", { name: "Keep token" })).toBeFocused();
    await dialog.getByRole("button", { name: "Revoke token" }).click();
    await expect(page.getByRole("status").filter({ hasText: `Revoked ${name}.` })).toBeVisible();
    await expect(page.getByRole("row", { name })).toHaveCount(0);
    expect((await script.call("GET", machines, { token: secret })).status).toBe(401);
    await page.getByRole("radio", { name: /^Revoked/ }).check();
    await expect(page.getByRole("row", { name })).toContainText("Revoked");
    await expect(page).toHaveURL(/status=revoked/);
  });

  test("the secret's dialog closes only deliberately, and asks once when nothing was copied", async ({
    page,
    login,
  }) => {
    await login();
    await page.goto("/settings/tokens");
    const name = nameOf("careless");
    const secret = await createToken(page, name, ["machines:read"]);
    const dialog = page.getByRole("dialog", { name: `${name} is ready` });
    await page.mouse.click(4, 4);
    await page.keyboard.press("Escape");
    await expect(dialog.getByRole("alert")).toContainText("not copied");
    await dialog.getByRole("button", { name: "Keep it open" }).click();
    await expect(secretOf(page)).toHaveText(secret);
    await dialog.getByRole("button", { name: "Done" }).click();
    await dialog.getByRole("button", { name: "Close without it" }).click();
    await expect(dialog).toHaveCount(0);
    expect(await page.content()).not.toContain(secret);
  });

  test("copying works where the browser has no clipboard to offer", async ({ page, login }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await login();
    await page.goto("/settings/tokens");
    const secret = await createToken(page, nameOf("plain-http"), ["machines:read"]);
    await copyAndClose(page);
    await page.getByRole("searchbox").focus();
    await page.keyboard.press("Control+V");
    await expect(page.getByRole("searchbox")).toHaveValue(secret);
  });

  test("a rotated token shows its new secret once; the old one is refused", async ({
    page,
    login,
    cabinet,
  }) => {
    await login();
    await page.goto("/settings/tokens");
    const name = nameOf("rotated");
    const before = await createToken(page, name, ["machines:read"]);
    await copyAndClose(page);
    await chooseFromMenu(page, name, "Rotate");
    await page.getByRole("button", { name: "Rotate token" }).click();
    await expect(page.getByRole("dialog", { name: `The new secret of ${name}` })).toBeVisible();
    const after = (await secretOf(page).textContent()) ?? "";
    await copyAndClose(page);
    const script = new Script(cabinet.url);
    expect((await script.call("GET", machines, { token: before })).status).toBe(401);
    expect((await script.call("GET", machines, { token: after })).status).toBe(200);
  });

  test("pausing refuses, resuming lets in again, and a new name is shown", async ({
    page,
    login,
    cabinet,
  }) => {
    await login();
    await page.goto("/settings/tokens");
    const name = nameOf("paused");
    const secret = await createToken(page, name, ["machines:read"]);
    await copyAndClose(page);
    const script = new Script(cabinet.url);
    await chooseFromMenu(page, name, "Pause");
    await page.getByRole("button", { name: "Pause token" }).click();
    await expect(page.getByRole("row", { name })).toContainText("Paused");
    expect((await script.call("GET", machines, { token: secret })).status).toBe(401);
    await chooseFromMenu(page, name, "Resume");
    await page.getByRole("button", { name: "Resume token" }).click();
    await expect(page.getByRole("row", { name })).toContainText("Active");
    expect((await script.call("GET", machines, { token: secret })).status).toBe(200);
    await chooseFromMenu(page, name, "Edit");
    await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill(`${name}-renamed`);
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByRole("row", { name: `${name}-renamed` })).toBeVisible();
  });

  test("revoke all says how many, wants the typed words, and stops every token", async ({
    page,
    login,
    cabinet,
  }) => {
    await login();
    await page.goto("/settings/tokens");
    const secret = await createToken(page, nameOf("all"), ["machines:read"]);
    await copyAndClose(page);
    await page.getByRole("button", { name: "Revoke all" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Revoke all my tokens" });
    const button = dialog.getByRole("button", { name: /^Revoke \d+ tokens?$/ });
    await expect(button).toBeDisabled();
    await dialog.getByRole("textbox").fill("revoke all");
    await button.click();
    await expect(page.getByRole("status").filter({ hasText: /^Revoked \d+ token/ })).toBeVisible();
    await expect(page.getByText("None is active or paused.")).toBeVisible();
    expect((await new Script(cabinet.url).call("GET", machines, { token: secret })).status).toBe(401);
  });
});

test("the form says what is missing, at the fields, before anything is sent", async ({ page, login }) => {
  await login();
  await page.goto("/settings/tokens");
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
  await createButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Create token" });
  await dialog.getByRole("radio", { name: "Date" }).check();
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveAccessibleDescription("Enter a name.");
  await expect(dialog.getByText("Choose at least one thing that it may do.")).toBeVisible();
  // A date that was not chosen must not come to mean never.
  await dialog.getByLabel("Name", { exact: true }).fill("test1");
  await expect(dialog.getByText("In a year nobody will know what this was.")).toBeVisible();
  await dialog.getByRole("button", { name: /^viewer/ }).click();
  await expect(dialog.getByText("4 chosen")).toBeVisible();
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(dialog.getByRole("alert").filter({ hasText: "Choose the last day" })).toBeVisible();
  expect(posts).toEqual([]);
});

test("what the server refuses is shown at its field", async ({ page, login, expectedMessages }) => {
  expectedMessages.push(/Failed to load resource.*422/);
  await login();
  await page.goto("/settings/tokens");
  await page.route("**/api/v1/tokens", (route) =>
    route.fulfill({
      status: 422,
      contentType: "application/problem+json",
      json: {
        type: "about:blank",
        title: "Not valid",
        status: 422,
        code: "validation_failed",
        errors: [{ path: "name", code: "custom", message: "This name is not wanted here." }],
      },
    }),
  );
  await createButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Create token" });
  await dialog.getByLabel("Name", { exact: true }).fill("unwanted");
  await dialog.getByRole("radio", { name: "Everything I may do" }).check();
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(dialog.getByLabel("Name", { exact: true })).toHaveAccessibleDescription(
    "This name is not wanted here.",
  );
});

test("the list is searched, filtered and sorted by its address, and paged by it", async ({ page, login }) => {
  await login();
  const prefix = nameOf("paged");
  await Promise.all(Array.from({ length: 52 }, (_, i) => makeToken(page, { name: `${prefix}-${i + 10}` })));
  await page.goto("/settings/tokens");
  await page.getByRole("searchbox").fill(prefix);
  await expect(page).toHaveURL(new RegExp(`q=${prefix}`));
  await expect(page.getByText("52 active in this search")).toBeVisible();
  await page.getByRole("button", { name: "Name" }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByRole("row").nth(1)).toContainText(`${prefix}-10`);
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("row")).toHaveCount(3);
  await expect(page.getByRole("row").nth(2)).toContainText(`${prefix}-61`);
  await page.reload();
  await expect(page.getByRole("row")).toHaveCount(3);
  await page.getByRole("button", { name: "Previous" }).click();
  await expect(page.getByRole("row").nth(1)).toContainText(`${prefix}-10`);
  await page.goto("/settings/tokens?sort=nonsense&cursor=nonsense&status=nonsense");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  // The tests after this one need no long list.
  await revokeAll(page);
});

test("a token is created by keyboard alone, and focus comes back to where it was", async ({
  page,
  login,
}) => {
  await login();
  await page.goto("/settings/tokens");
  const name = nameOf("keys");
  const tabTo = async (wanted: RegExp) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      const here = await page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
      });
      if (wanted.test(here)) return;
    }
    throw new Error(`never came to ${wanted}`);
  };
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(/^Create token$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("Name", { exact: true })).toBeFocused();
  await page.keyboard.type(name);
  await tabTo(/^machines:read/);
  await page.keyboard.press("Space");
  await tabTo(/^Create token$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copy the secret" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(/^Done$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(createButton(page)).toBeFocused();
  await expect(page.getByRole("row", { name })).toBeVisible();
  await tabTo(new RegExp(`^Actions for ${name}$`));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Details" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name })).toBeVisible();
  await expect(page).toHaveURL(/token=/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name, exact: true })).toBeFocused();
  await page.keyboard.press("c");
  await expect(page.getByRole("dialog", { name: "Create token" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox")).toBeFocused();
  // In a field they are letters.
  await page.keyboard.type("c?");
  await expect(page.getByRole("searchbox")).toHaveValue("c?");
});

test("a wrong password and an unknown e-mail are refused in the same words", async ({
  page,
  expectedMessages,
}) => {
  expectedMessages.push(/Failed to load resource.*401/);
  await page.goto("/sign-in");
  const words: (string | null)[] = [];
  for (const who of [
    { ...admin, password: "not the right password" },
    { ...admin, email: "nobody@example.com" },
  ]) {
    await fillSignIn(page, who);
    await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
    words.push(await page.getByRole("alert").filter({ hasText: "wrong" }).textContent());
    await page.reload();
  }
  expect(words[0]).toBe(words[1]);
});

test("throttling and a server that is away are said in words", async ({ page, expectedMessages }) => {
  expectedMessages.push(/Failed to load resource/);
  await page.goto("/sign-in");
  await page.route("**/api/auth/callback/credentials", (route) =>
    route.fulfill({
      status: 429,
      headers: { "Retry-After": "90", "Content-Type": "application/problem+json" },
      body: JSON.stringify({ title: "Too many attempts", status: 429, code: "too_many_attempts" }),
    }),
  );
  await fillSignIn(page);
  await expect(page.getByRole("alert").filter({ hasText: "Wait 2 minutes" })).toBeVisible();
  await page.route("**/api/auth/csrf", (route) => route.abort());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
});

test("signing out ends the session for real: the old cookie opens nothing", async ({
  page,
  login,
  cabinet,
  context,
}) => {
  await login();
  await page.goto("/settings/tokens");
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const whoami = () => fetch(`${cabinet.url}/api/v1/whoami`, { headers: { cookie } });
  expect((await whoami()).status).toBe(200);
  await page.getByRole("button", { name: /^Account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  expect((await whoami()).status).toBe(401);
});

test("other sessions are listed and ended one by one, and all at once", async ({ page, login, cabinet }) => {
  const other = new Script(cabinet.url);
  await other.signIn(admin.email, admin.password);
  await login();
  await page.goto("/settings/security");
  await expect(page.getByRole("row").filter({ hasText: "This one" })).toHaveCount(1);
  expect((await other.call("GET", "/api/v1/whoami")).status).toBe(200);
  const ends = page.getByRole("button", { name: /^End session/ });
  while ((await ends.count()) > 0) {
    const left = await ends.count();
    await ends.first().click();
    await expect(ends).toHaveCount(left - 1);
  }
  expect((await other.call("GET", "/api/v1/whoami")).status).toBe(401);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/settings/security");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a deep link is kept through the sign-in", async ({ page }) => {
  await page.goto("/settings/tokens?status=all&sort=name");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await fillSignIn(page);
  await expect(page).toHaveURL(/\/settings\/tokens\?status=all&sort=name$/);
});

test("a foreign callbackUrl stays home", async ({ page, cabinet }) => {
  const foreign = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/%2F/evil.example",
    "/%252Fevil.example",
    "/.//evil.example",
    "javascript:alert(1)",
    "/sign-in",
    "/api/v1/whoami",
  ];
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(foreign[1] ?? "")}`);
  await fillSignIn(page);
  await expect(page).toHaveURL(`${cabinet.url}/settings/tokens`);
  for (const to of foreign) {
    const asked = `/sign-in?callbackUrl=${encodeURIComponent(to)}`;
    const answer = await page.request.get(asked, { maxRedirects: 0 });
    expect(answer.headers().location, to).toBe("/settings/tokens");
  }
});

test("machines are registered and deregistered in the browser", async ({ page, login }) => {
  await login();
  await page.goto("/fleets/default/machines");
  const name = nameOf("web");
  await page.getByRole("button", { name: "Register machine" }).click();
  const dialog = page.getByRole("dialog", { name: "Register machine" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Hostname").fill("10.0.0.7");
  await dialog.getByLabel("Tags").fill("web, eu");
  await dialog.getByRole("button", { name: "Register machine" }).click();
  const row = page.getByRole("row", { name });
  await expect(row).toContainText("10.0.0.7");
  await expect(row).toContainText("production");
  await row.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Deregister" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Deregister machine" }).click();
  await expect(page.getByRole("row", { name })).toHaveCount(0);
});

test("the printed link makes the first admin, once, and its secret goes nowhere but the one post", async ({
  page,
  freshCabinet,
  expectedMessages,
}) => {
  expectedMessages.push(/Failed to load resource.*404/);
  const link = freshCabinet.setupUrl ?? "";
  const secret = link.split("#")[1] ?? "";
  const asked: { url: string; body: string | null }[] = [];
  page.on("request", (request) => asked.push({ url: request.url(), body: request.postData() }));
  await page.goto(link);
  await expectNothingFromAxe(page);
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Name", { exact: true }).fill("Ada");
  await page.getByLabel("Password", { exact: true }).fill("too short");
  await expect(page.getByText("6 more to go.")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.getByRole("button", { name: "Create the first admin" }).click();
  await expect(page).toHaveURL(`${freshCabinet.url}/settings/tokens`);
  await expect(page.getByText("No tokens yet")).toBeVisible();
  const carried = asked.filter(({ url, body }) => url.includes(secret) || body?.includes(secret));
  expect(carried.map(({ url }) => url)).toEqual([`${freshCabinet.url}/api/v1/setup`]);
  const again = await page.goto(link.replace("#", "?again#"));
  expect(again?.status()).toBe(404);
  // What the page still loads in advance must not meet a server that is gone.
  await page.goto("about:blank");
});

for (const width of [1280, 360]) {
  test(`axe finds nothing from the sign-in to a token made, ${width} px`, async ({ page, login }) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/sign-in");
    await expectNothingFromAxeInBothThemes(page);
    await login();
    await page.goto("/settings/tokens");
    const name = nameOf("axe");
    await createButton(page).click();
    const dialog = page.getByRole("dialog", { name: "Create token" });
    await expect(dialog).toBeVisible();
    await dialog.getByRole("button", { name: "Create token" }).click();
    await expect(dialog.getByText("Enter a name.")).toBeVisible();
    await expectNothingFromAxeInBothThemes(page);
    await page.getByRole("button", { name: "Cancel" }).click();
    await createToken(page, name, ["machines:read", "secrets:read"]);
    await expectNothingFromAxeInBothThemes(page);
    await copyAndClose(page);
    await expectNothingFromAxeInBothThemes(page);
  });

  test(`axe finds nothing in what opens over the list, nor on the other pages, ${width} px`, async ({
    page,
    login,
  }) => {
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    await login();
    const name = nameOf("axe");
    await makeToken(page, { name, scopes: ["machines:read", "secrets:read"] });
    await page.goto("/settings/tokens");
    await page.getByRole("button", { name: `Actions for ${name}` }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await expectNothingFromAxeInBothThemes(page);
    await page.getByRole("menuitem", { name: "Revoke" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await expectNothingFromAxeInBothThemes(page);
    await page.getByRole("button", { name: "Keep token" }).click();
    await page.getByRole("button", { name, exact: true }).click();
    await expect(page.getByRole("list", { name: /^The last/ })).toBeVisible();
    await expectNothingFromAxeInBothThemes(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("option", { name: "Security" })).toBeVisible();
    await expectNothingFromAxeInBothThemes(page);
    for (const path of ["/", "/settings/security", "/fleets/default/machines"]) {
      await page.goto(path);
      await expectNothingFromAxeInBothThemes(page);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      expect(wider, `${path} scrolls sideways`).toBe(false);
    }
  });
}
