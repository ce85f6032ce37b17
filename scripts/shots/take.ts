/** Takes the pictures of scenes.ts. Started by scripts/shots.mjs, which builds, makes a demo and finds a browser. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { contactSheet, type Shot } from "./contact-sheet";
import { type Instance, startInstance } from "./instances";
import { type Scene, scenes } from "./scenes";

const forReadme = process.argv.includes("--readme");
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
const out = forReadme ? "docs/images" : "shots";
const demo = {
  dataDir: process.env.DEMO_DATA ?? "",
  admin: JSON.parse(process.env.DEMO_SIGN_IN ?? "null"),
};
const sizes = { 1280: { width: 1280, height: 800 }, 360: { width: 360, height: 740 } } as const;
const looks = (["light", "dark"] as const).flatMap((scheme) =>
  ([1280, 360] as const).map((width) => ({ scheme, width })),
);
type Look = (typeof looks)[number];

const wanted = scenes.filter(
  ({ name, readme }) => (!forReadme || readme !== undefined) && (only === undefined || name.includes(only)),
);
const shots: Shot[] = [];
// A part of the pictures replaces its own; all of them replace all.
if (!forReadme && only === undefined) await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CABINET_CHROMIUM ?? "" });
try {
  for (const kind of new Set(wanted.map(({ on }) => on))) {
    const instance = await startInstance(kind, demo);
    try {
      const own = wanted.filter(({ on }) => on === kind);
      const passes = [own.filter(({ changes }) => !changes), own.filter(({ changes }) => changes)];
      // Mostly they wait: two at once.
      for (const [pass, width] of passes.flatMap((pass) => [[pass, 1280] as const, [pass, 360] as const]))
        await Promise.all(
          looks
            .filter((look) => look.width === width && isWanted(look))
            .map((look) => takeAll(instance, pass, look)),
        );
    } finally {
      await instance.stop();
    }
  }
} finally {
  await browser.close();
}
if (!forReadme && only === undefined)
  await writeFile(path.join(out, "index.html"), contactSheet(shots, new Date()));
const faults = shots.flatMap(({ file, fault }) => (fault ? [`${file}: ${fault}`] : []));
process.stdout.write(
  `${shots.length} pictures in ${out}${faults.length > 0 ? `, ${faults.length} with faults:` : ""}\n`,
);
for (const fault of faults) process.stdout.write(`  ${fault}\n`);
process.exit(faults.length > 0 ? 1 : 0);

function isWanted({ scheme, width }: Look): boolean {
  return !forReadme || (scheme === "light" && width === 1280);
}

async function takeAll(instance: Instance, own: readonly Scene[], look: Look): Promise<void> {
  const inside = await openContext(browser, instance, look, true);
  const outside = await openContext(browser, instance, look, false);
  for (const scene of own) {
    if (scene.narrow && look.width !== 360) continue;
    const page = await (scene.signedOut ? outside : inside).newPage();
    const file = forReadme ? (scene.readme ?? "") : `${scene.name}-${look.width}-${look.scheme}.png`;
    const fault = await act(page, instance, scene);
    if (fault) process.stderr.write(`${file}: ${fault}\n`);
    await page.screenshot({ path: path.join(out, file) });
    shots.push({ scene: scene.name, file, fault });
    await page.close();
  }
  await inside.close();
  await outside.close();
}

async function openContext(
  by: Browser,
  { url, cookies }: Instance,
  look: Look,
  signedIn: boolean,
): Promise<BrowserContext> {
  const context = await by.newContext({
    viewport: sizes[look.width],
    colorScheme: look.scheme,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  context.setDefaultTimeout(15_000);
  if (signedIn && cookies)
    await context.addCookies(
      cookies.split("; ").map((pair) => {
        const at = pair.indexOf("=");
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
      }),
    );
  return context;
}

/** Answers what went wrong on the way, if anything did. */
async function act(page: Page, instance: Instance, scene: Scene): Promise<string | null> {
  try {
    await page.goto(instance.addressOf(scene), { waitUntil: "networkidle" });
    await scene.act?.(page);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== "running"));
    return null;
  } catch (error) {
    return String(error instanceof Error ? error.message : error).split("\n")[0] ?? "failed";
  }
}
