/// <reference lib="dom" />
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchChromium, NO_CHROMIUM } from "../../../../scripts/chromium.mjs";
import { makePages } from "./pages.testkit.js";

const hasChromium = findChromium() !== null;
if (!hasChromium) process.stderr.write(`${NO_CHROMIUM}\n`);

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Runs in the page: how much wider than the screen it is, its headings, and ids that are there twice. */
function shapeOf(): { wide: number; titles: number; jumps: number; twice: string[] } {
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((heading) => Number(heading.tagName.slice(1)));
  return {
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    titles: levels.filter((level) => level === 1).length,
    jumps: levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1).length,
    twice: [...document.querySelectorAll("[id]")].map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index),
  };
}

/** What axe finds with everything unfolded, on a desktop. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.setViewportSize(DESKTOP);
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await page.evaluate(axe.source);
  const violations = await page.evaluate<Violation[]>("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }).then((result) => result.violations)");
  return violations.map(({ id, nodes }) => `${id} ${nodes.length}: ${nodes[0]?.target.join(" ") ?? ""} ${nodes[0]?.failureSummary ?? ""}`);
}

describe.skipIf(!hasChromium)("pages in a browser", () => {
  let folder = "";
  let browser: Browser;
  let pages: Awaited<ReturnType<typeof makePages>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "doudi-pages-"));
    [pages, browser] = await Promise.all([makePages(folder), launchChromium()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a page, hands it to `look`, and fails where the console had anything to say. */
  async function visit<T>(path: string, viewport: typeof PHONE, look: (page: Page) => Promise<T>): Promise<T> {
    const context = await browser.newContext({ viewport, bypassCSP: true });
    const page = await context.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => {
      if (!/^(?:file|data):/.test(request.url())) said.push(`fetched ${request.url()}`);
    });
    await page.goto(pathToFileURL(path).href);
    const result = await look(page);
    await context.close();
    expect([path, said]).toEqual([path, []]);
    return result;
  }

  for (const kind of ["report", "explanation", "simulation", "site"] as const) {
    it(`${kind}: quiet console, headings in order, no sideways scrolling on a phone, nothing for axe to find`, async () => {
      for (const [index, path] of pages[kind].entries()) {
        // The second language has the same colours and structure.
        const again = index > 0 && kind !== "site";
        const found = await visit(path, PHONE, async (page) => ({ ...(await page.evaluate(shapeOf)), violations: again ? [] : await violationsOf(page) }));
        expect([path, found]).toEqual([path, { wide: 0, titles: 1, jumps: 0, twice: [], violations: [] }]);
      }
    });
  }

  it("the index of names is searched, from every page and as one types", async () => {
    const [index = "", names = ""] = pages.site;
    await visit(index, DESKTOP, async (page) => {
      await page.fill("#q-bar", "农村低保标准");
      await page.press("#q-bar", "Enter");
      await page.waitForURL(/names\.html/);
      expect(await page.locator("tbody tr:visible").count()).toBeGreaterThan(0);
      expect(await page.locator("tbody tr:visible").first().textContent()).toContain("农村低保标准");
    });
    await visit(names, DESKTOP, async (page) => {
      const all = await page.locator("tbody tr:visible").count();
      await page.fill("#q", "dibao");
      const some = await page.locator("tbody tr:visible").count();
      expect(some).toBeGreaterThan(0);
      expect(some).toBeLessThan(all);
      await page.fill("#q", "没有这个名称");
      expect(await page.locator("#none").isVisible()).toBe(true);
    });
  });

  it("the script of the index is the one that the page allows", async () => {
    const context = await browser.newContext({ viewport: DESKTOP });
    const page = await context.newPage();
    await page.goto(pathToFileURL(pages.site[1] ?? "").href);
    expect(await page.locator("main form").isVisible()).toBe(true);
    await context.close();
  });
});
