/// <reference lib="dom" />
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDemo } from "@doudi/demo";
import { type RunningSystem, startSystem } from "@doudi/server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchChromium, NO_CHROMIUM } from "../scripts/chromium.mjs";
import { BrowserSession } from "./browserSession.testkit.js";
import { toWorklist } from "./toWorklist.testkit.js";

const hasChromium = findChromium() !== null;
if (!hasChromium) process.stderr.write(`${NO_CHROMIUM}\n`);

const PERSONS = 500;
const WORKLIST_MS = 2000;
/** The best of so many counts: others may use the machine meanwhile. */
const SPEED_TRIES = 5;
const TOWNSHIP = "533323101";
const OTHER_TOWNSHIP = "533323204";

describe.skipIf(!hasChromium)("the workplace in a browser", () => {
  let folder = "";
  let system: RunningSystem;
  let browser: Browser;
  /** A newer roster of the disabled federation than the one that the demo county has. */
  let roster = "";
  const errors: unknown[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "doudi-e2e-"));
    system = await startSystem({ data: join(folder, "data"), host: "127.0.0.1", port: 0, demoPersons: PERSONS, progress: () => undefined, onError: (error) => errors.push(error), server: { logLevel: "error", strict: true } });
    const demo = await makeDemo({ out: join(folder, "demo"), persons: PERSONS, seed: 1, date: new Date().toISOString().slice(0, 10) });
    roster = join(demo.rosters, demo.files.find(({ kind }) => kind === "disabled")?.file ?? "");
    browser = await launchChromium();
    await system.loaded;
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const logIn = (login: string, lang: "zh" | "en" = "zh"): Promise<BrowserSession> => {
    const user = system.demo.find((one) => one.login === login);
    if (user === undefined) throw new Error(`the demo has no login ${login}`);
    return BrowserSession.open(browser, system.address, user, lang);
  };
  let version = "";

  it("a department sends its roster, sees what was made of it, and submits it", async () => {
    const session = await logIn("canlian");
    const { page } = session;
    await session.go("/rosters", "花名册");
    await session.go("/rosters/upload?kind=disabled", "上传花名册");
    await page.locator("input[type=file]").setInputFiles(roster);
    await page.getByRole("button", { name: "上传并读取" }).click();
    await page.waitForURL(/\/rosters\/\d+$/);
    version = new URL(page.url()).pathname;
    await page.getByRole("button", { name: "提交", exact: true }).click({ timeout: 60_000 });
    await session.look();
    await page.getByRole("dialog").getByRole("button", { name: "提交", exact: true }).click();
    await page.getByText("已提交，等第二人签发").waitFor();
    await session.at(/残疾/);
    expect(await page.getByRole("button", { name: "签发", exact: true }).count()).toBe(0);
    expect(await session.close()).toEqual([]);
  });

  it("a second person of the department signs what the digest names", async () => {
    const session = await logIn("canlian2");
    const { page } = session;
    await session.go(version, /残疾/);
    await page.getByRole("button", { name: "签发", exact: true }).click();
    const dialog = page.getByRole("dialog");
    expect((await dialog.locator(".digest").textContent())?.replaceAll(" ", "")).toMatch(/^[0-9a-f]{64}$/);
    await session.look();
    await dialog.getByRole("button", { name: "签发", exact: true }).click();
    await page.getByText("已签发，可用于比对").waitFor();
    expect(await session.close()).toEqual([]);
  });

  it("the county compares, follows the progress and sees what came of it", async () => {
    const session = await logIn("xian");
    const { page } = session;
    // The demo's own comparison may still be under way, and there is one at a time.
    await session.go("/comparison", "比对");
    await page.locator("tbody tr").first().getByText("已完成").waitFor({ timeout: 120_000 });
    await session.go("/comparison/start", "开始比对");
    await page.getByRole("button", { name: /^比对选中的 20 份$/ }).click();
    await page.waitForURL(/\/comparison\/\d+$/);
    await page.getByText("新增疑点").waitFor({ timeout: 120_000 });
    await session.at(/第2批比对/);
    await session.go("/comparison", "比对");
    const first = page.locator("tbody tr").first();
    expect(await first.textContent()).toMatch(/第2批.*新增 [\d,]+仍在 [1-9][\d,]*/);
    expect(await session.close()).toEqual([]);
  });

  it("the county opens a finding, records the check, assigns in bulk, takes it back and exports what it filtered", async () => {
    const session = await logIn("xian");
    const { page } = session;
    await session.go("/findings?state=open", "疑点");
    const counted = async (name: RegExp): Promise<number> => Number((await page.getByRole("group", { name: "按状态" }).getByRole("button", { name }).locator("strong").textContent())?.replaceAll(",", ""));
    const open = await counted(/待/);

    // The columns that were chosen stay chosen.
    const place = page.getByRole("columnheader", { name: "所在地" });
    await page.getByText("显示的列").first().click();
    await session.look();
    await page.getByRole("checkbox", { name: "所在地" }).uncheck();
    await place.waitFor({ state: "detached" });
    await session.go("/findings?state=open", "疑点");
    expect(await place.count()).toBe(0);
    await page.getByText("显示的列").first().click();
    await page.getByRole("checkbox", { name: "所在地" }).check();
    await place.waitFor();
    await page.keyboard.press("Escape");

    await page.locator("tbody tr a").first().click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText("登记核查结果").waitFor();
    await session.look();
    await drawer.getByText("不属实", { exact: true }).click();
    await drawer.getByLabel("具体原因").fill("已于3月12日转入特困供养，入户见到本人");
    await drawer.getByRole("button", { name: "登记", exact: true }).click();
    await page.getByText("已登记：不属实").waitFor();
    await drawer.getByText("已于3月12日转入特困供养，入户见到本人").first().waitFor();
    await drawer.getByRole("button", { name: "关闭" }).click();
    await expect.poll(() => counted(/待/)).toBe(open - 1);

    await page.getByRole("button", { name: "批量交办" }).click();
    await page.getByRole("dialog").getByRole("table").waitFor();
    await session.look();
    await page.getByRole("dialog").getByRole("button", { name: /^交办 [\d,]+ 条$/ }).click();
    await page.getByText(/^已交办 [\d,]+ 条$/).waitFor();
    await expect.poll(() => counted(/待/)).toBe(0);
    await page.getByRole("button", { name: "撤销" }).click();
    await page.getByText(/^已撤销/).waitFor();
    await expect.poll(() => counted(/待/)).toBe(open - 1);

    await page.getByRole("button", { name: "导出" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(".csv", { exact: true }).click();
    await dialog.getByLabel("用途").fill("核查用");
    await session.look();
    const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "导出" }).click()]);
    const text = await readFile(await download.path(), "utf8");
    // A line for every finding and one for the header.
    expect(text.trim().split(/\r?\n/).length - 1).toBe(open - 1);
    expect(await session.close()).toEqual([]);
  });

  it("a township sees its own findings and no other's", async () => {
    const county = await logIn("xian");
    const totalOf = async ({ page }: BrowserSession): Promise<number> => Number((await page.getByRole("group", { name: "按状态" }).getByRole("button", { name: /^全部/ }).locator("strong").textContent())?.replaceAll(",", ""));
    await county.go("/findings", "疑点");
    const all = await totalOf(county);
    await county.go(`/findings?area=${TOWNSHIP}`, "疑点");
    const own = await totalOf(county);
    await county.go(`/findings?area=${OTHER_TOWNSHIP}`, "疑点");
    const foreign = new URL(await county.page.locator("tbody tr a").first().getAttribute("href") ?? "", system.address).searchParams.get("open") ?? "";
    expect((await county.page.request.get(`/api/findings/${foreign}`)).status()).toBe(200);
    expect(await county.close()).toEqual([]);

    const session = await logIn("xiangzhen");
    const { page } = session;
    await session.go("/findings", "疑点");
    expect(own).toBeGreaterThan(0);
    expect([await totalOf(session), own < all]).toEqual([own, true]);
    for (const more = page.getByRole("button", { name: "再列一些" }); (await more.count()) > 0; ) {
      const shown = await page.locator("tbody tr").count();
      await more.click();
      await expect.poll(() => page.locator("tbody tr").count()).toBeGreaterThan(shown);
    }
    expect(await page.locator("tbody tr").count()).toBe(own);
    expect((await page.request.get(`/api/findings/${foreign}`)).status()).toBe(404);
    expect(await page.getByRole("link", { name: "管理" }).count()).toBe(0);
    expect(await session.close()).toEqual([]);
  });

  it("speaks English", async () => {
    const session = await logIn("xian", "en");
    await session.go("/rosters", "Rosters");
    await session.go("/comparison", "Comparison");
    await session.go("/findings", "Findings");
    expect(await session.page.locator("html").getAttribute("lang")).toBe("en");
    expect(await session.page.locator("thead").textContent()).not.toMatch(/\p{Script=Han}/u);
    expect(await session.close()).toEqual([]);
  });

  it("is at the worklist within 2 s of the login, on a cold cache and a processor slowed to a quarter", async () => {
    const user = system.demo.find(({ login }) => login === "xian") ?? { login: "", password: "" };
    const times: number[] = [];
    while (times.length < SPEED_TRIES && Math.min(...times) >= WORKLIST_MS) times.push(await toWorklist(browser, system.address, user));
    expect(Math.min(...times), `milliseconds: ${times.map(Math.round).join(", ")}`).toBeLessThan(WORKLIST_MS);
  });

  it("nothing went wrong behind it", () => {
    expect(errors).toEqual([]);
  });
});
