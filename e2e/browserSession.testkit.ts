import axe from "axe-core";
import type { Browser, Page } from "playwright-core";

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Where whoever is not logged in is told so: the one error that belongs into the console. */
const BEFORE_LOGIN = /status of 401/;

/** One person at a browser of their own: what the console says and what axe finds is kept, and must come to nothing. */
export class BrowserSession {
  readonly page: Page;
  readonly #problems: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      if ((message.type() === "error" || message.type() === "warning") && !BEFORE_LOGIN.test(message.text())) this.#problems.push(`${page.url()} console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.#problems.push(`${page.url()} threw: ${String(error)}`));
  }

  /** Logs in through the page. */
  static async open(browser: Browser, address: string, { login, password }: { login: string; password: string }, lang: "zh" | "en" = "zh"): Promise<BrowserSession> {
    const zh = lang === "zh";
    const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 }, acceptDownloads: true, reducedMotion: "reduce" });
    const session = new BrowserSession(await context.newPage());
    const { page } = session;
    await page.goto("/login");
    if (!zh) await page.getByRole("button", { name: "English" }).click();
    const name = page.getByLabel(zh ? "用户名" : "Login", { exact: true });
    await name.waitFor();
    await session.look();
    await name.fill(login);
    await page.getByLabel(zh ? "密码" : "Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: zh ? "登录" : "Log in", exact: true }).click();
    await session.at(zh ? "待办" : "To do");
    return session;
  }

  /** Goes to a page by its address and waits until it stands there under its heading. */
  async go(path: string, heading: string | RegExp): Promise<void> {
    await this.page.goto(path);
    await this.at(heading);
  }

  /** Waits until the page with this heading has all its figures, and looks at it with axe. */
  async at(heading: string | RegExp): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await this.look();
  }

  /** What axe finds on the page as it is now. */
  async look(): Promise<void> {
    const { page } = this;
    await page.waitForFunction(() => document.querySelector("[aria-busy=true], .waiting") === null);
    await page.evaluate(axe.source);
    const violations = await page.evaluate<Violation[]>("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }).then((result) => result.violations)");
    this.#problems.push(...violations.map(({ id, nodes }) => `${page.url()} axe ${id} ${nodes.length}: ${nodes[0]?.target.join(" ") ?? ""} ${nodes[0]?.failureSummary ?? ""}`));
  }

  /** Ends it, and says what was wrong on the way. */
  async close(): Promise<readonly string[]> {
    await this.page.context().close();
    return this.#problems;
  }
}
