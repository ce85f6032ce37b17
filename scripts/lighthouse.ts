/** Measures two pages of the demo, as a desktop and as a phone, and prints a table. Started by lighthouse.mjs. */
import net from "node:net";
import { chromium } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";
import { startCabinet } from "../e2e/cabinet";
import { Script } from "../e2e/script";

const categories = ["performance", "accessibility", "best-practices"] as const;
const demo = JSON.parse(process.env.DEMO_SIGN_IN ?? "null") as { email: string; password: string };

const cabinet = await startCabinet({ dataDir: process.env.DEMO_DATA ?? "" });
const port = await freePort();
const browser = await chromium.launch({
  executablePath: process.env.CABINET_CHROMIUM ?? "",
  args: [`--remote-debugging-port=${port}`],
});
try {
  const script = new Script(cabinet.url);
  await script.signIn(demo.email, demo.password);
  for (const device of ["desktop", "mobile"] as const) {
    await measure("sign-in", device, "/sign-in", {});
    await measure("tokens", device, "/settings/tokens", { Cookie: script.cookies() });
  }
} finally {
  await browser.close();
  await cabinet.stop({ keepData: true });
}
process.exit(0);

async function measure(
  name: string,
  device: "desktop" | "mobile",
  path: string,
  extraHeaders: Record<string, string>,
): Promise<void> {
  const result = await lighthouse(
    cabinet.url + path,
    { port, logLevel: "error", onlyCategories: [...categories], extraHeaders },
    device === "desktop" ? desktopConfig : undefined,
  );
  if (!result) throw new Error("Lighthouse answered nothing.");
  const { lhr } = result;
  // A page that sent us elsewhere would be measured in its place.
  if (new URL(lhr.finalDisplayedUrl).pathname !== path)
    throw new Error(`${path} led to ${lhr.finalDisplayedUrl}`);
  const scores = categories.map((id) => `${id} ${Math.round((lhr.categories[id]?.score ?? 0) * 100)}`);
  const facts = [
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
  ]
    .map((id) => `${id} ${lhr.audits[id]?.displayValue ?? "?"}`)
    .join(", ");
  process.stdout.write(`${name}, ${device}: ${scores.join(" · ")} (${facts})\n`);
  for (const id of ["accessibility", "best-practices"] as const)
    for (const { id: audit } of lhr.categories[id]?.auditRefs ?? []) {
      const found = lhr.audits[audit];
      if (found?.score === 0) process.stdout.write(`  ${id}: ${found.title}\n`);
    }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port: free } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}
