// npm run shots: starts the system with the demo county in a temporary folder and saves a picture of every page to out/shots.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findChromium, launchChromium, NO_CHROMIUM } from "./chromium.mjs";

const PERSONS = "2000";
const PORT = 4890;
const ADDRESS = `http://127.0.0.1:${PORT}`;
const PASSWORD = "doudi-demo-2020";
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const root = fileURLToPath(new URL("..", import.meta.url));
const out = join(root, "out", "shots");

/** Every page of apps/web/src/pages.ts: who sees it, what stands for its ids, and whether it is one of the main ones (in English too). */
const PAGES = [
  { path: "/", login: "xian", main: true },
  { path: "/", login: "canlian", name: "home-department" },
  { path: "/", login: "xiangzhen", name: "home-township" },
  { path: "/rosters", login: "xian", main: true },
  { path: "/rosters/versions", login: "xian" },
  { path: "/rosters/upload", login: "canlian", main: true },
  { path: "/rosters/$version_id", login: "canlian", main: true },
  { path: "/rosters/$version_id/rows", login: "canlian" },
  { path: "/rosters/$version_id/difference/$other_id", login: "xian" },
  { path: "/comparison", login: "xian", main: true },
  { path: "/comparison/start", login: "xian" },
  { path: "/comparison/$run_id", login: "xian", main: true },
  { path: "/jobs", login: "xian" },
  { path: "/administration", login: "guanli" },
  { path: "/administration/users", login: "guanli" },
  { path: "/administration/users/new", login: "guanli" },
  { path: "/administration/users/$user_id", login: "guanli" },
  { path: "/administration/sessions", login: "guanli" },
  { path: "/administration/divisions", login: "guanli" },
  { path: "/administration/audit", login: "guanli" },
  { path: "/administration/health", login: "guanli" },
  { path: "/account", login: "xian" },
  { path: "/findings", login: "xian", main: true },
  { path: "/findings", login: "xian", search: "?open=$finding_id", name: "findings-open", main: true },
  { path: "/findings/$finding_id", login: "xian", main: true },
  { path: "/links", login: "xian", main: true },
  { path: "/persons", login: "xian" },
  { path: "/persons/$person_no", login: "xian", main: true },
  { path: "/persons/households/$kind/$household_no", login: "xian" },
  { path: "/policies", login: "xian" },
  { path: "/policies/rules", login: "xian" },
];

if (findChromium() === null) {
  console.error(NO_CHROMIUM);
  process.exit(1);
}
const source = await readFile(join(root, "apps", "web", "src", "pages.ts"), "utf8");
const missed = [...source.matchAll(/\{ path: "([^"]+)"/g)].map(([, path]) => path).filter((path) => !PAGES.some((page) => page.path === path));
if (missed.length > 0) throw new Error(`pages without a picture: ${missed.join(", ")}`);

const data = await mkdtemp(join(tmpdir(), "doudi-shots-"));
const server = spawn(process.execPath, [join(root, "apps", "cli", "bin", "doudi.mjs"), "serve", "--demo", "--demo-persons", PERSONS, "--data", data, "--port", String(PORT)], { stdio: ["ignore", "pipe", "inherit"] });
const ended = new Promise((done) => server.once("exit", done));
const browser = await launchChromium();
try {
  await up();
  await mkdir(out, { recursive: true });
  const { context, ids } = await findIds();
  await context.close();
  await shootLogin();
  for (const login of new Set(PAGES.map((page) => page.login))) await shootAs(login, ids);
  console.log(`pictures: ${out}`);
} finally {
  await browser.close();
  server.kill("SIGTERM");
  await ended;
  await rm(data, { recursive: true, force: true });
}

/** Until the comparison of the demo has begun. */
async function up() {
  const stopped = ended.then((code) => { throw new Error(`the system stopped with ${code}`); });
  const begun = (async () => {
    for await (const text of server.stdout.setEncoding("utf8")) if (text.includes("比对已开始")) return;
  })();
  await Promise.race([begun, stopped]);
  server.stdout.resume();
}

async function logIn(login, viewport = SIZES.desktop) {
  const context = await browser.newContext({ baseURL: ADDRESS, viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto("/login");
  await page.getByLabel("用户名", { exact: true }).fill(login);
  await page.getByLabel("密码", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.waitForURL(`${ADDRESS}/`);
  return { context, page };
}

/** What stands for the ids in the addresses: things that the demo has. */
async function findIds() {
  const { context, page } = await logIn("xian");
  const get = async (path) => (await page.request.get(`/api${path}`)).json();
  await page.goto("/comparison");
  await page.locator(".run-counts").first().waitFor({ timeout: 120_000 });
  const [version] = (await get("/rosters?kind=disabled&limit=1")).versions;
  const [other] = (await get("/rosters?kind=dibao&limit=1")).versions;
  const { findings } = await get("/findings?limit=50&sort=severity");
  const finding = findings.find((one) => one.person_no !== null && one.household_no !== "") ?? findings[0];
  const [run] = (await get("/runs")).runs;
  await page.goto(`/persons/${finding.person_no}`);
  const household = page.locator("a[href^='/persons/households/']").first();
  await household.waitFor();
  const [, kind, no] = (await household.getAttribute("href")).match(/households\/([^/]+)\/([^/?]+)/);
  return { context, ids: { version_id: version.version_id, other_id: other.version_id, run_id: run.run_id, finding_id: finding.finding_id, person_no: finding.person_no, kind, household_no: no, user_id: 1 } };
}

async function shootLogin() {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const context = await browser.newContext({ baseURL: ADDRESS, viewport });
    const page = await context.newPage();
    await page.goto("/login");
    await shoot(page, `login-${size}-zh`);
    await context.close();
  }
}

async function shootAs(login, ids) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const { context, page } = await logIn(login, viewport);
    for (const lang of ["zh", "en"]) {
      await page.evaluate((chosen) => localStorage.setItem("doudi.lang", chosen), lang);
      for (const { path, search = "", name } of PAGES.filter((each) => each.login === login && (lang === "zh" || each.main === true))) {
        await page.goto(filled(`${path}${search}`, ids));
        await shoot(page, `${name ?? nameOf(path)}-${size}-${lang}`);
      }
    }
    await context.close();
  }
}

async function shoot(page, name) {
  await page.locator("h1").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => document.querySelector("[aria-busy=true], .waiting") === null);
  await page.evaluate(() => document.fonts.ready);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) console.log(`${name}: ${wide} pixels wider than the window`);
  await page.screenshot({ path: join(out, `${name}.png`) });
}

function filled(path, ids) {
  return path.replace(/\$(\w+)/g, (_, key) => encodeURIComponent(String(ids[key])));
}

function nameOf(path) {
  return path === "/" ? "home" : path.slice(1).replaceAll("/", "-").replaceAll("$", "");
}
