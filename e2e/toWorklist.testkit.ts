/// <reference lib="dom" />
import type { Browser, CDPSession } from "playwright-core";

const SLOWER = 4;

/**
 * Milliseconds from the click on the login to the first rows of the findings, in a browser without a cache whose processor is
 * slowed to a quarter. The time in which the page had work and others had the processor is taken off.
 */
export async function toWorklist(browser: Browser, address: string, { login, password }: { login: string; password: string }): Promise<number> {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const [byClock, byProcessor] = [await context.newCDPSession(page), await context.newCDPSession(page)];
    await byClock.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await byClock.send("Performance.enable", { timeDomain: "timeTicks" });
    await byProcessor.send("Performance.enable", { timeDomain: "threadTicks" });
    const waitedMs = async (): Promise<number> => 1000 * ((await taskSeconds(byClock)) - (await taskSeconds(byProcessor)));
    await page.goto(`/login?from=${encodeURIComponent("/findings?state=open")}`);
    await page.getByLabel("用户名", { exact: true }).fill(login);
    await page.getByLabel("密码", { exact: true }).fill(password);
    // Measured within the page: a test that asks the browser again and again would cost as much as the page.
    const shown = page.evaluate(() => new Promise<number>((resolve) => {
      let from = 0;
      document.addEventListener("submit", () => { from = performance.now(); }, { capture: true, once: true });
      new MutationObserver((_, observer) => {
        if (document.querySelector("tbody tr[data-row] a") === null) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
      }).observe(document.body, { childList: true, subtree: true });
    }));
    const before = await waitedMs();
    await page.getByRole("button", { name: "登录", exact: true }).click();
    const ms = await shown;
    return ms - ((await waitedMs()) - before);
  } finally {
    await context.close();
  }
}

/** How long the page has worked so far. */
async function taskSeconds(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  const found = metrics.find(({ name }) => name === "TaskDuration");
  if (found === undefined) throw new Error("the browser does not say how long its tasks took");
  return found.value;
}
