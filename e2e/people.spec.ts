/** Three people and a script: who may do what, how it follows their roles, and what is left when one of them leaves. */
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { startCabinet } from "./cabinet";
import { expect, test } from "./fixtures";
import { Script } from "./script";

const admin = { email: "root@example.com", password: "correct horse battery staple" };
const passwords = { ada: "a sentence only Ada knows", grace: "a sentence only Grace knows" };

test.describe.configure({ timeout: 150_000 });

/** The dialog that a button of the page opens. */
async function opened(page: Page, button: string, title: string | RegExp): Promise<Locator> {
  await page.getByRole("button", { name: button }).first().click();
  return page.getByRole("dialog", { name: title });
}

async function chosen(page: Page, row: string, item: string): Promise<Locator> {
  await page.getByRole("button", { name: `Actions for ${row}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
  return page.getByRole("dialog").or(page.getByRole("alertdialog"));
}

async function invite(page: Page, email: string, name: string): Promise<string> {
  await page.goto("/admin/users");
  const dialog = await opened(page, "Invite user", "Invite user");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Invite user" }).click();
  const link = (await page.getByTestId("link").textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Close without it" }).click();
  return link;
}

async function accept(context: BrowserContext, link: string, password: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  return page;
}

async function createToken(page: Page, name: string, scopes: readonly string[]): Promise<string> {
  const dialog = await opened(page, "Create token", /^Create token/);
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  for (const scope of scopes) await dialog.getByRole("checkbox", { name: new RegExp(`^${scope}:`) }).check();
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByRole("dialog", { name: `${name} is ready` })).toBeVisible();
  const secret = (await page.getByTestId("secret").textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Close without it" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  return secret;
}

test("rights follow people: invited, added, raised, removed, deactivated; the fleet's token goes on", async ({
  browser,
}) => {
  const cabinet = await startCabinet({ admin });
  const contexts: BrowserContext[] = [];
  const newContext = async () => {
    const context = await browser.newContext({ baseURL: cabinet.url });
    contexts.push(context);
    return context;
  };
  try {
    const script = new Script(cabinet.url);
    const ask = async (token: string, method: string, fleet: string, body?: object) =>
      (await script.call(method, `/api/v1/fleets/${fleet}/machines`, { token, body })).status;
    const machine = (name: string) => ({ name, namespace: "production" });

    // The instance admin makes two fleets and invites two people.
    const root = await (await newContext()).newPage();
    await root.goto("/sign-in");
    await root.getByLabel("E-mail").fill(admin.email);
    await root.getByLabel("Password", { exact: true }).fill(admin.password);
    await root.getByRole("button", { name: "Sign in" }).click();
    await expect(root).not.toHaveURL(/sign-in/);
    for (const name of ["Core", "Lab"]) {
      await root.goto("/fleets");
      const dialog = await opened(root, "Create fleet", "Create fleet");
      await dialog.getByLabel("Name").fill(name);
      await expect(dialog.getByLabel("Slug")).toHaveValue(name.toLowerCase());
      await dialog.getByRole("button", { name: "Create fleet" }).click();
      await expect(root.getByRole("dialog")).toHaveCount(0);
      await root.goto(`/fleets/${name.toLowerCase()}/namespaces`);
      const adding = await opened(root, "Add namespace", /^Add namespace/);
      await adding.getByLabel("Name").fill("production");
      await adding.getByRole("button", { name: "Add namespace" }).click();
      await expect(root.getByRole("row", { name: /production/ })).toBeVisible();
    }
    const links = {
      ada: await invite(root, "ada@example.com", "Ada"),
      grace: await invite(root, "grace@example.com", "Grace"),
    };

    // They choose their passwords. The link works once.
    const ada = await accept(await newContext(), links.ada, passwords.ada);
    const grace = await accept(await newContext(), links.grace, passwords.grace);
    const stranger = await (await newContext()).newPage();
    await stranger.goto(links.ada);
    await expect(stranger.getByRole("heading", { name: "This link does not work any more" })).toBeVisible();

    // Ada deploys in core and watches lab; Grace watches core.
    for (const [fleet, email, role] of [
      ["core", "ada@example.com", "deployer"],
      ["lab", "ada@example.com", "viewer"],
      ["core", "grace@example.com", "viewer"],
    ] as const) {
      await root.goto(`/fleets/${fleet}/members`);
      const dialog = await opened(root, "Add member", /^Add member/);
      await dialog.getByLabel("E-mail").fill(email);
      await dialog.getByRole("radio", { name: new RegExp(`^${role}`) }).check();
      await dialog.getByRole("button", { name: "Add member" }).click();
      await expect(root.getByRole("row", { name: new RegExp(email) })).toBeVisible();
    }

    // Ada's own token: as much as she holds where she holds it.
    await ada.goto("/settings/tokens");
    const personal = await createToken(ada, "adas-deploys", [
      "machines:read",
      "machines:write",
      "deployments:write",
    ]);
    expect(await ask(personal, "POST", "core", machine("web-01"))).toBe(201);
    expect(await ask(personal, "POST", "lab", machine("web-01"))).toBe(403);
    expect(await ask(personal, "GET", "lab")).toBe(200);
    // What she lacks is locked, with the reason.
    const picker = await opened(ada, "Create token", "Create token");
    await expect(picker.getByRole("checkbox", { name: /^namespaces:write:/ })).toHaveCount(0);
    await expect(picker.getByText(/^namespaces:write, locked: .*fleet’s admin/)).toBeAttached();
    await ada.keyboard.press("Escape");
    await ada.goto("/fleets/core/tokens");
    await expect(ada.getByRole("button", { name: "Create token" })).toHaveCount(0);
    await ada.goto("/admin/users");
    await expect(ada.getByRole("button", { name: "Invite user" })).toHaveCount(0);

    // Raised to admin of core, she makes the fleet a token of its own.
    await root.goto("/fleets/core/members");
    const raising = await chosen(root, "Ada", "Change role");
    await raising.getByRole("radio", { name: /^admin/ }).check();
    await raising.getByRole("button", { name: "Make admin" }).click();
    await expect(root.getByRole("row", { name: /ada@example\.com.*admin/ })).toBeVisible();
    await ada.goto("/fleets/core/tokens");
    const ofFleet = await createToken(ada, "cores-status", ["machines:read"]);
    expect(ofFleet).toMatch(/^cab_flt_/);
    expect(await ask(ofFleet, "GET", "core")).toBe(200);
    expect(await ask(ofFleet, "GET", "lab")).toBe(404);

    // Grace, raised too, sees all that reaches core, and asks Ada to keep her own token out.
    const gracing = await (async () => {
      await root.goto("/fleets/core/members");
      return chosen(root, "Grace", "Change role");
    })();
    await gracing.getByRole("radio", { name: /^admin/ }).check();
    await gracing.getByRole("button", { name: "Make admin" }).click();
    await expect(root.getByRole("row", { name: /grace@example\.com.*admin/ })).toBeVisible();
    await grace.goto("/fleets/core/tokens");
    await grace.getByRole("link", { name: /^Everything that reaches/ }).click();
    await expect(grace.getByRole("row", { name: /adas-deploys/ })).toContainText("Ada");
    const shutting = await chosen(grace, "adas-deploys", "Shut out of Core");
    await shutting.getByLabel(/^Reason/).fill("deploys go through the pipeline");
    await shutting.getByRole("button", { name: "Ask Ada" }).click();
    await expect(shutting).toHaveCount(0);
    await ada.goto("/settings/tokens");
    await expect(ada.getByText("deploys go through the pipeline")).toBeVisible();

    // Removed from core: refused there at the next request, still reading lab; what happens was said before.
    await root.goto("/fleets/core/members");
    const removing = await chosen(root, "Ada", "Remove from Core");
    await expect(removing).toContainText("adas-deploys");
    await expect(removing).toContainText("cores-status");
    await removing.getByRole("button", { name: "Remove member" }).click();
    await expect(removing).toHaveCount(0);
    await expect(root.getByRole("row", { name: /ada@example\.com/ })).toHaveCount(0);
    expect(await ask(personal, "GET", "core")).toBe(404);
    expect(await ask(personal, "GET", "lab")).toBe(200);
    expect(await ask(ofFleet, "GET", "core")).toBe(200);

    // Deactivated: nothing of hers works, and everybody can see why. The fleet's token goes on, marked.
    await root.goto("/admin/users");
    const deactivating = await chosen(root, "Ada", "Deactivate");
    await expect(deactivating).toContainText("adas-deploys");
    await deactivating.getByLabel("Reason").fill("left the company");
    await deactivating.getByLabel(/^Type/).fill("deactivate");
    await deactivating.getByRole("button", { name: "Deactivate user" }).click();
    await expect(deactivating).toHaveCount(0);
    expect(await ask(personal, "GET", "lab")).toBe(401);
    await ada.goto("/settings/tokens");
    await expect(ada).toHaveURL(/\/sign-in/);
    await root.goto("/admin/tokens?status=revoked");
    await root.getByRole("button", { name: "adas-deploys", exact: true }).click();
    await expect(root.getByRole("dialog")).toContainText("left the company");
    expect(await ask(ofFleet, "GET", "core")).toBe(200);
    await grace.goto("/fleets/core/tokens");
    await expect(grace.getByRole("row", { name: /cores-status/ })).toContainText("Seen by someone who left");
  } finally {
    for (const context of contexts) await context.close();
    await cabinet.stop();
  }
});
