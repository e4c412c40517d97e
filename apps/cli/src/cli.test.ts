import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Summary } from "@doudi/contract";
import { readPrevious } from "@doudi/report";
import { CFB } from "@e965/xlsx";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWith, IDS, parseCsv, smallRosters, withCheckDigit } from "./compare/rosters.testkit.js";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const SLOW = process.env["DOUDI_SLOW"] !== undefined;
const BIN = join(ROOT, "apps", "cli", "bin", "doudi.mjs");
const LONG_ID = /(?<!\d)\d{17}[\dXx](?!\d)/;

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

function doudi(args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { encoding: "utf8", cwd: options.cwd ?? ROOT, env: { ...environment(), ...options.env } });
  return { code: status, stdout, stderr };
}

function environment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, DOUDI_POLICIES: _policies, DOUDI_DEBUG: _debug, NODE_V8_COVERAGE: _coverage, ...rest } = process.env;
  return rest;
}

/** A folder with rosters/ and the arguments that compare it into out/. */
async function county(files: Record<string, string | Uint8Array> = smallRosters()): Promise<{ root: string; args: string[] }> {
  const root = await folderWith(Object.fromEntries(Object.entries(files).map(([name, text]) => [`rosters/${name}`, text])));
  return { root, args: ["compare", join(root, "rosters"), "--place", "533323", "--date", "2020-06-30", "--out", join(root, "out")] };
}

beforeAll(() => {
  const built = spawnSync(process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-b"], { cwd: ROOT, encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stdout);
});

describe("usage", () => {
  it.each([
    [["compare"], "缺少必需的选项 --place", "--place"],
    [["compare", "x"], "--place", "--place"],
    [["compare", "x", "--place", "533323", "--date", "2020-06-30", "--out", "y", "--nonsense"], "没有这个选项:--nonsense", "unknown option"],
    [["compare", "x", "--place", "533323", "--date", "2020-02-30", "--out", "y"], "2020-02-30 不是日期", "2020-02-30 is not a date"],
    [["compare", "x", "--place", "福贡", "--date", "2020-06-30", "--out", "y"], "533323 福贡县", "533323 福贡县"],
    [["compare", "x", "--place", "533323", "--date", "2020-06-30", "--out", "y", "--format", "pdf"], "--format <list> 的值不对:pdf。可用:csv,xlsx,html\n", "csv,xlsx,html"],
    [["compare", "x", "--engine", "oracle"], "--engine <engine> 的值不对:oracle。可用:duckdb, postgres\n", "Allowed choices are duckdb, postgres"],
    [["compare", "/nowhere", "--place", "533323", "--date", "2020-06-30", "--out", "/tmp/doudi-never"], "/nowhere", "/nowhere"],
    [["compare", "x", "--place", "533323", "--date", "2020-06-30", "--out", "y", "--policies", "/nowhere"], "没有政策包", "no policy packs"],
    [["nonsense"], "没有这个命令:nonsense", "nonsense"],
    [["demo", "--out", "y", "--persons", "many"], "0, 1, 2", "0, 1, 2"],
  ])("%j exits 2 and says why, in both languages", (args, zh, en) => {
    for (const [lang, words] of [["zh", zh], ["en", en]] as const) {
      const ran = doudi([...args, "--lang", lang]);
      expect([ran.code, ran.stdout]).toEqual([2, ""]);
      expect(ran.stderr).toContain(words);
      expect(ran.stderr).not.toMatch(/\n\s+at /);
    }
  });

  it("asks for the database's address", async () => {
    const { root, args } = await county();
    const ran = doudi([...args, "--engine", "postgres"]);
    expect([ran.code, ran.stderr.includes("--database-url")]).toEqual([2, true]);
    expect(readdirSync(root)).toEqual(["rosters"]);
  });

  it("says that a database cannot be reached, without its password", async () => {
    const { args } = await county();
    const ran = doudi([...args, "--engine", "postgres", "--database-url", "postgres://me:geheim@127.0.0.1:9/nothing"]);
    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain("127.0.0.1:9");
    expect(ran.stderr).not.toContain("geheim");
  });

  it("has help in both languages and a version", () => {
    expect(doudi(["compare", "--help"])).toMatchObject({ code: 0, stdout: expect.stringContaining("用法:") as string });
    expect(doudi(["compare", "--help", "--lang", "en"])).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage:") as string });
    expect(doudi(["--version"]).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("compare", () => {
  it("prints a summary, and plain lines of progress on standard error", async () => {
    const { root, args } = await county();
    const ran = doudi(args);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain("福贡县");
    expect(ran.stdout).toContain("report.html");
    expect(ran.stderr).toMatch(/s\] 读取低保\n/);
    expect(ran.stderr + ran.stdout).not.toMatch(LONG_ID);
    expect(readdirSync(join(root, "out")).sort()).toEqual(["findings.csv", "findings.xlsx", "rejected.csv", "report.html", "summary.json"]);
  });

  it("with --json prints the summary and nothing else on standard output", async () => {
    const { root, args } = await county();
    const ran = doudi([...args, "--json", "--lang", "en"]);
    const summary = JSON.parse(ran.stdout) as Summary;
    expect(summary.schema).toBe("doudi.compare/1");
    expect(summary).toEqual(JSON.parse(readFileSync(join(root, "out", "summary.json"), "utf8")));
  });

  it("names every unreadable file and why, exits 3 and writes nothing", async () => {
    const container = CFB.utils.cfb_new();
    CFB.utils.cfb_add(container, "/EncryptionInfo", Buffer.alloc(64, 4));
    CFB.utils.cfb_add(container, "/EncryptedPackage", Buffer.alloc(4096, 7));
    const { root, args } = await county({
      ...smallRosters(),
      "加密的低保边缘.xlsx": CFB.write(container, { type: "buffer" }) as Buffer,
      "坏的残疾人.xlsx": Buffer.from("PK\u0003\u0004 not a zip"),
      "空的孤儿.csv": "",
      "没有表头的优待.csv": "1,2,3\n4,5,6\n",
      "不认识.csv": "身份证号,姓名,爱好\n533399197001010018,甲某,下棋\n",
      "建档立卡花名册(2).csv": `${smallRosters()["建档立卡花名册.csv"] ?? ""}${IDS[3] ?? ""},丁某,1,上帕镇,上帕村,社会保障兜底,否\n`,
    });
    const ran = doudi(args);
    expect(ran.code).toBe(3);
    for (const words of ["加密的低保边缘.xlsx:工作簿设有打开密码", "坏的残疾人.xlsx:", "空的孤儿.csv:文件是空的", "没有表头的优待.csv", "不认识.csv:看不出是哪一种花名册", "建档立卡花名册"]) expect(ran.stderr).toContain(words);
    expect(ran.stderr).toMatch(/同一种花名册/);
    expect(ran.stderr).not.toMatch(LONG_ID);
    expect(ran.stdout).toBe("");
    expect(readdirSync(root)).toEqual(["rosters"]);

    const going = doudi([...args, "--keep-going"]);
    expect(going.code).toBe(0);
    expect(going.stdout).toContain("加密的低保边缘.xlsx");
    expect(readFileSync(join(root, "out", "report.html"), "utf8")).toContain("加密的低保边缘.xlsx");
  });

  it("exits 3 where nothing is left to compare", async () => {
    const { root, args } = await county({ "空的低保.csv": "" });
    expect(doudi([...args, "--keep-going"])).toMatchObject({ code: 3, stderr: expect.stringContaining("空的低保.csv") as string });
    expect(readdirSync(root)).toEqual(["rosters"]);
    await mkdir(join(root, "empty"));
    expect(doudi(["compare", join(root, "empty"), ...args.slice(2)]).code).toBe(3);
  });

  it("reads the manifest", async () => {
    const { root, args } = await county({ ...smallRosters(), "不认识.csv": `身份证号,称呼\n${IDS[0] ?? ""},甲某\n` });
    await writeFile(join(root, "manifest.yaml"), "- file: 不认识.csv\n  kind: payroll\n  sent_by: 财政局\n  columns: {称呼: name}\n");
    const ran = doudi([...args, "--manifest", join(root, "manifest.yaml"), "--format", "csv", "--json"]);
    const summary = JSON.parse(ran.stdout) as Summary;
    expect(summary.rosters.find(({ kind }) => kind === "payroll")).toMatchObject({ file: "不认识.csv", sentBy: "财政局" });
    expect(summary.findings.find(({ code }) => code === "wrong.payroll")?.count).toBe(1);
    await writeFile(join(root, "manifest.yaml"), "- file: 不认识.csv\n  kind: nonsense\n");
    expect(doudi([...args, "--manifest", join(root, "manifest.yaml")])).toMatchObject({ code: 2, stdout: "" });
  });

  it("for CSV alone loads neither the workbook nor the chart nor the database library", async () => {
    const { root, args } = await county();
    const coverage = join(root, "coverage");
    expect(doudi([...args, "--format", "csv"], { env: { NODE_V8_COVERAGE: coverage } }).code).toBe(0);
    const loaded = readdirSync(coverage).flatMap((file) => (JSON.parse(readFileSync(join(coverage, file), "utf8")) as { result: { url: string }[] }).result.map(({ url }) => url));
    expect(loaded.some((url) => url.includes("/@duckdb/"))).toBe(true);
    expect(loaded.filter((url) => /node_modules\/(?:exceljs|echarts|zrender|pg)\//.test(url))).toEqual([]);
  });

  it("removes its unfinished folder when it is interrupted", async () => {
    const { root, args } = await county();
    const child = spawn(process.execPath, [BIN, ...args], { env: environment(), stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.once("data", () => child.kill("SIGINT"));
    const code = await new Promise((done) => child.on("exit", done));
    expect(code).toBe(130);
    expect(readdirSync(root)).toEqual(["rosters"]);
  });

  it("tells a defect from a user's mistake in one line, without anything of the rosters", async () => {
    const { root, args } = await county();
    await writeFile(join(root, "hook.mjs"), `Array.prototype.findLast = () => { throw new TypeError("broken at '张三' ${IDS[0] ?? ""}"); };`);
    const options = { env: { NODE_OPTIONS: `--import=${join(root, "hook.mjs")}` } };
    const ran = doudi(args, options);
    expect(ran.code).toBe(70);
    const last = ran.stderr.trim().split("\n").at(-1) ?? "";
    expect(last).toContain("DOUDI_DEBUG");
    expect(last).toContain("TypeError");
    expect(ran.stderr).not.toMatch(/张三|\n\s+at /);
    expect(ran.stderr).not.toMatch(LONG_ID);
    expect(existsSync(join(root, "out"))).toBe(false);
  });
});

describe.runIf(SLOW)("compare with more findings than a workbook holds", () => {
  const EACH = [["上帕镇", 24_000], ["匹河怒族乡", 17_000], ["子里甲乡", 10_001]] as const;
  const PERSONS = EACH.reduce((sum, [, persons]) => sum + persons, 0);

  /** Persons lifted out of poverty by social security who are on no scheme: two findings each. */
  function leftOut(): Record<string, string> {
    const lines: string[] = [];
    for (const [township, persons] of EACH) {
      for (let i = 0; i < persons; i += 1) {
        const n = lines.length;
        const id = withCheckDigit(`533399${19_500_501 + (n % 28) + 10_000 * (Math.floor(n / 28) % 50)}${String(Math.floor(n / 1400)).padStart(3, "0")}0`);
        lines.push(`${id},甲某,5333991${String(n).padStart(6, "0")},${township},上帕村,社会保障兜底,是\n`);
      }
    }
    return { ...smallRosters(), "建档立卡花名册.csv": `身份证号,姓名,户编号,乡镇,村,脱贫路径,是否脱贫\n${lines.join("")}` };
  }

  it("findings.csv is whole; the workbook is left out with a word about it, or comes a township each where that is asked for", async () => {
    const { root, args } = await county(leftOut());
    const out = join(root, "out");
    const plain = doudi(args);
    expect([plain.code, plain.stderr]).toEqual([0, expect.any(String)]);
    expect(readdirSync(out).sort()).toEqual(["findings.csv", "rejected.csv", "report.html", "summary.json"]);
    expect(plain.stdout).toContain("--workbooks");
    const summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8")) as Summary;
    const total = summary.findings.reduce((sum, { count }) => sum + count, 0);
    expect(summary.warnings.filter((warning) => warning.includes("--workbooks"))).toEqual([expect.stringContaining(`${total}`)]);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("--workbooks");
    for (const code of ["missed.poor_bottom_line", "conflict.exit_path"]) {
      const finding = summary.findings.find((one) => one.code === code);
      expect(finding?.count).toBe(PERSONS);
      expect(Object.fromEntries(finding?.byTownship.map(({ township, count }) => [township, count]) ?? [])).toEqual(Object.fromEntries(EACH));
    }
    const rows = parseCsv(readFileSync(join(out, "findings.csv"), "utf8"));
    expect(rows).toHaveLength(total);
    expect(total).toBeGreaterThan(100_000);

    const split = doudi([...args, "--workbooks"]);
    expect([split.code, split.stdout.includes("--workbooks")]).toEqual([0, false]);
    expect(readdirSync(out).sort()).toEqual(["findings", "findings.csv", "rejected.csv", "report.html", "summary.json"]);
    expect(parseCsv(readFileSync(join(out, "findings.csv"), "utf8"))).toEqual(rows);
    const own = new Map<string, string[]>();
    for (const { division = "", finding_id: id = "" } of rows) {
      const township = division.split("/")[0] ?? "";
      own.set(township, own.get(township) ?? []);
      own.get(township)?.push(id);
    }
    const volumes = readdirSync(join(out, "findings"));
    expect(volumes.map((file) => file.replace(/\.xlsx$/, "")).sort()).toEqual([...own.keys()].map((township) => township || "未填乡镇").sort());
    for (const [township, expected] of own) {
      const { ids } = await readPrevious(join(out, "findings", `${township || "未填乡镇"}.xlsx`));
      expect([...ids].sort()).toEqual(expected.sort());
    }
  }, 1_200_000);
});

describe("other commands", () => {
  it("inspect shows a file and exits 3 where it cannot be read", async () => {
    const root = await folderWith({ "低保花名册.csv": smallRosters()["低保花名册.csv"] ?? "", "空的.csv": "" });
    const good = doudi(["inspect", join(root, "低保花名册.csv")]);
    expect([good.code, good.stdout.includes("低保 dibao")]).toEqual([0, true]);
    expect(good.stdout).not.toMatch(LONG_ID);
    expect(doudi(["inspect", join(root, "空的.csv"), "--json"])).toMatchObject({ code: 3 });
    expect(doudi(["inspect", join(root, "nowhere.csv")]).code).toBe(3);
  });

  it("demo makes a county and replaces only a demo", async () => {
    const root = await folderWith({ "mine/a.txt": "x" });
    const args = ["demo", "--persons", "200", "--seed", "3", "--out"];
    expect(doudi([...args, join(root, "demo")]).code).toBe(0);
    const first = readFileSync(join(root, "demo", "truth.csv"), "utf8");
    expect(doudi([...args, join(root, "demo")]).code).toBe(0);
    expect(readFileSync(join(root, "demo", "truth.csv"), "utf8")).toBe(first);
    expect(doudi([...args, join(root, "mine")])).toMatchObject({ code: 2 });
    expect(readdirSync(root).sort()).toEqual(["demo", "mine"]);
  });

  it("pack check passes the packs of Doudi and points at what is wrong in others", async () => {
    expect(doudi(["pack", "check"])).toMatchObject({ code: 0 });
    const root = await folderWith({ "x/pack.yaml": "pack:\n  id: x\n  nonsense: 1\n" });
    const ran = doudi(["pack", "check", root]);
    expect(ran.code).toBe(1);
    expect(existsSync(/^(.*?):\d+:\d+ /.exec(ran.stdout)?.[1] ?? "")).toBe(true);
    expect(ran.stdout).toMatch(/^\S*x\/pack\.yaml:\d+:\d+ /);
    expect(doudi(["compare", root, "--place", "533323", "--date", "2020-06-30", "--out", join(root, "..", "never"), "--policies", root])).toMatchObject({ code: 2, stderr: expect.stringMatching(/x\/pack\.yaml:\d+:\d+/) as string });
  });

  it("pack show lists parameters, rules and checks with their sources", () => {
    const ran = doudi(["pack", "show", "--place", "533323", "--date", "2020-06-30"]);
    expect(ran.code).toBe(0);
    for (const words of ["yunnan-nujiang", "参数", "规则", "核对项", "missed.poor_bottom_line", "出处"]) expect(ran.stdout).toContain(words);
    const shown = JSON.parse(doudi(["pack", "show", "--place", "340000", "--date", "2024-01-01", "--json", "--lang", "en"]).stdout) as { chain: { id: string }[] };
    expect(shown.chain.map(({ id }) => id)).toEqual(["nation"]);
  });
});
