import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
/** It opens our own pages alone: no sandbox, so that it runs as root in a container, and nothing that it does of itself. */
const ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu", "--disable-dev-shm-usage"];

export const NO_CHROMIUM = "No Chromium: the pages cannot be looked at in a browser. Run `apt-get install -y chromium fonts-noto-cjk` or `npx playwright-core install chromium`, or set CHROMIUM_PATH.";

/** Where Chromium is: CHROMIUM_PATH, the usual places, Playwright's own; null where there is none. */
export function findChromium() {
  return [process.env.CHROMIUM_PATH ?? "", ...PLACES, chromium.executablePath()].find((path) => path !== "" && existsSync(path)) ?? null;
}

/** Throws where there is none. */
export function launchChromium() {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(NO_CHROMIUM);
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
