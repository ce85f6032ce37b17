/** What has to be done on a page before its picture is taken. */
import type { Page } from "@playwright/test";

export type Deed = (page: Page) => Promise<void>;

/** One after the other. */
export const steps =
  (...deeds: Deed[]): Deed =>
  async (page) => {
    for (const deed of deeds) await deed(page);
  };

/** The last of that name: a dialog's stands behind the page's. */
export const press =
  (name: string | RegExp): Deed =>
  (page) =>
    page.getByRole("button", { name }).last().click();

export const open =
  (button: string | RegExp): Deed =>
  async (page) => {
    await page.getByRole("button", { name: button }).first().click();
    await page.getByRole("dialog").or(page.getByRole("alertdialog")).first().waitFor();
  };

/** The menu of the first row whose name fits. */
export const openMenu =
  (name: RegExp = /./): Deed =>
  async (page) => {
    await page
      .getByRole("row", { name })
      .getByRole("button", { name: /^Actions for/ })
      .first()
      .click();
    await page.getByRole("menu").waitFor();
  };

export const choose =
  (item: string): Deed =>
  async (page) => {
    await page.getByRole("menuitem", { name: item }).click();
    await page.getByRole("dialog").or(page.getByRole("alertdialog")).first().waitFor();
  };

export const fill =
  (label: string, text: string): Deed =>
  (page) =>
    page.getByLabel(label, { exact: true }).last().fill(text);

export const tick =
  (...scopes: string[]): Deed =>
  async (page) => {
    for (const scope of scopes)
      await page.getByRole("checkbox", { name: new RegExp(`^${scope}\\b`) }).check();
  };

export const pick =
  (name: string | RegExp): Deed =>
  (page) =>
    page.getByRole("radio", { name }).check();

/** Until something of these words is there. */
export const see =
  (words: string | RegExp): Deed =>
  (page) =>
    page.getByText(words).first().waitFor();

/** The address answers with a problem, as the server would say it. */
export const refuse =
  (address: string, status: number, problem: Record<string, unknown> = {}): Deed =>
  async (page) => {
    await page.route(address, (route) =>
      route.request().method() === "GET"
        ? route.fallback()
        : route.fulfill({
            status,
            headers: { "Retry-After": "90", "Content-Type": "application/problem+json" },
            body: JSON.stringify({ type: "about:blank", status, title: "Refused", ...problem }),
          }),
    );
  };

export const goAway =
  (address: string): Deed =>
  async (page) => {
    await page.route(address, (route) => route.abort());
  };

/** Below what the dialog shows first. */
export const scrollDialog: Deed = (page) =>
  page
    .getByRole("dialog")
    .first()
    .evaluate((dialog) => {
      for (const element of [dialog, ...dialog.querySelectorAll("*")]) element.scrollTop = 10_000;
    });

/** For pictures that are published: all of the secret but what lists show. */
export const maskSecret: Deed = (page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      node.nodeValue =
        node.nodeValue?.replace(/(cab_pat_\w{6})\w{43}/g, (_, shown) => shown + "•".repeat(43)) ?? null;
  });
