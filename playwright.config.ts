import { defineConfig } from "@playwright/test";

/** Run by `npm test`, which builds first and names the browser; each worker starts a server of its own. */
const executablePath = process.env.CABINET_CHROMIUM;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 30_000,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    trace: "retain-on-failure",
    // What is not there after this will not come; the step that waits is named.
    actionTimeout: 15_000,
    launchOptions: executablePath ? { executablePath } : {},
  },
});
