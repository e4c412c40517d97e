import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** Where Chromium is: CHROMIUM_PATH, the usual places, Playwright's own; null where there is none. */
export function findChromium(): string | null {
  const named = process.env["CHROMIUM_PATH"];
  const places = [named ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", chromium.executablePath()];
  return places.find((path) => path !== "" && existsSync(path)) ?? null;
}

export const NO_CHROMIUM = "No Chromium: the pages were not looked at in a browser. Run `apt-get install -y chromium fonts-noto-cjk` or `npx playwright-core install chromium`, or set CHROMIUM_PATH.";
