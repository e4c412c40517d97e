import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DECISION_COLUMNS, type DecisionSummary } from "@doudi/contract";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWith, parseCsv } from "../compare/rosters.testkit.js";
import { decideHouseholds } from "./decideHouseholds.js";
import type { DecideRequest } from "./decideRequest.js";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const BIN = join(ROOT, "apps", "cli", "bin", "doudi.mjs");

/** A nation of one scheme, so that the packs of Doudi may change. */
const PACK = `
pack: {id: nation, version: "1", name: {zh: 全国, en: nation}, division: "000000"}
documents: [{id: order, number: 令第1号, title: {zh: 办法, en: Measures}, from: 2014-05-01, status: verified}]
facts:
  - {id: household_no, name: 户编号, en: household number, type: text, scope: household}
  - {id: division_code, name: 区划代码, en: division code, type: text, scope: household}
  - {id: vehicles, name: 车辆数, en: vehicles, type: integer, scope: household}
  - {id: id_number, name: 身份证号, en: id number, type: text, scope: member}
parameters:
  - {id: allowance, name: 补助标准, en: allowance, type: money, unit: 元/月, values: [{from: 2014-05-01, value: 300元/月, status: unsourced}]}
rules:
  - {id: no_car, name: 没有车, en: no car, source: {doc: order, clause: 一}, is: 车辆数 = 0}
schemes:
  - {id: dibao, name: 最低生活保障, en: dibao, unit: household, source: {doc: order, clause: 二}, entitled: 没有车, amount: 补助标准}
`;
const HOUSEHOLDS = ['{"household_no":"N1","division_code":"533323101","vehicles":0}', '{"household_no":"N2","vehicles":-1,"members":[{"id_number":"533399197501010019"}]}', '{"household_no":"N3","vehicels":0}'].join("\n");

async function place(files: Record<string, string> = {}): Promise<{ root: string; request: DecideRequest }> {
  const root = await folderWith({ "policies/nation/pack.yaml": PACK, "in/households.jsonl": HOUSEHOLDS, ...files });
  return { root, request: { input: join(root, "in", "households.jsonl"), place: "533323", date: "2020-06-30", out: join(root, "out"), schemes: [], set: {}, format: "csv", engine: "duckdb", lang: "zh", policies: join(root, "policies"), memoryLimit: "1GB" } };
}

function recorder(): { steps: string[]; start(): void; expect(): void; step(text: string): void; stop(): void } {
  const steps: string[] = [];
  return { steps, start: () => undefined, expect: () => undefined, step: (text) => void steps.push(text), stop: () => undefined };
}

const run = (request: DecideRequest): Promise<DecisionSummary> => decideHouseholds(request, recorder());

describe("doudi decide", () => {
  it("writes decisions, what was rejected, and a summary", async () => {
    const { request } = await place();
    const progress = recorder();
    const summary = await decideHouseholds(request, progress);
    expect(progress.steps).toEqual(["读取家庭数据", "判定", "统计", "写判定结果"]);
    expect(readdirSync(request.out).sort()).toEqual(["decisions.csv", "rejected.csv", "summary.json"]);
    const decisions = parseCsv(readFileSync(join(request.out, "decisions.csv"), "utf8"));
    expect(Object.keys(decisions[0] ?? {})).toEqual([...DECISION_COLUMNS]);
    expect(decisions).toMatchObject([{ household_no: "N1", scheme: "dibao", outcome: "yes", amount_fen_month: "30000", unsourced: "allowance" }, { household_no: "N3", outcome: "unknown", missing: "vehicles" }]);
    expect(parseCsv(readFileSync(join(request.out, "rejected.csv"), "utf8"))).toEqual([{ file: "households.jsonl", sheet: "", row: "2", household_no: "N2", key: "vehicles", problem: "negative", value: "'-1", reason: "车辆数：-1 是负数。金额和次数不能小于 0；没有就写 0" }]);
    expect(JSON.parse(readFileSync(join(request.out, "summary.json"), "utf8"))).toEqual(summary);
    expect(summary).toMatchObject({
      schema: "doudi.decide/1", households: 2, persons: 0, rejected: 1, problems: 1, rows: 2, input: { file: "households.jsonl", format: "jsonl" }, packs: [{ id: "nation", version: "1" }],
      schemes: [{ id: "dibao", yes: 1, no: 0, unknown: 1, costFenMonth: 30_000, missing: [{ key: "vehicles", name: { zh: "车辆数" }, count: 1 }] }],
      townships: [{ code: "533323101", name: "上帕镇", schemes: [{ scheme: "dibao", yes: 1, costFenMonth: 30_000 }], costFenMonth: 30_000 }],
      unsourced: [{ id: "allowance", value: "300.00元/月", status: "unsourced", schemes: ["dibao"] }],
      set: [],
    });
    expect(summary.warnings.join("\n")).toContain("是不是 vehicles？");
    expect(summary.outputs?.map(({ file }) => file)).toEqual(["decisions.csv", "rejected.csv"]);
  });

  it("marks what was set, writes Parquet, speaks English", async () => {
    const { request } = await place();
    const summary = await run({ ...request, set: { 补助标准: "1200元/年" }, format: "parquet", lang: "en", schemes: ["dibao"] });
    expect(readdirSync(request.out).sort()).toEqual(["decisions.parquet", "rejected.csv", "summary.json"]);
    expect(summary).toMatchObject({ unsourced: [], set: [{ id: "allowance", value: "100.00 yuan/month", schemes: ["dibao"] }], schemes: [{ costFenMonth: 10_000 }] });
    expect(readFileSync(join(request.out, "rejected.csv"), "utf8")).toContain("is negative");
  });

  it("replaces an earlier output whole, and leaves it as it was where the new one fails", async () => {
    const { root, request } = await place();
    await run(request);
    const before = readFileSync(join(request.out, "decisions.csv"), "utf8");
    await writeFile(request.input, "[\n{}\n]");
    await expect(run(request)).rejects.toMatchObject({ code: "input_not_lines", exit: 3 });
    expect(readFileSync(join(request.out, "decisions.csv"), "utf8")).toBe(before);
    expect(readdirSync(root).sort()).toEqual(["in", "out", "policies"]);
    await writeFile(request.input, '{"household_no":"N7"}');
    await run(request);
    expect(readFileSync(join(request.out, "decisions.csv"), "utf8")).toContain("N7");
    expect(readdirSync(root).sort()).toEqual(["in", "out", "policies"]);
  });

  it("touches no folder that is not its own, that was edited, or that holds the input", async () => {
    const { root, request } = await place({ "mine/notes.txt": "x" });
    await expect(run({ ...request, out: join(root, "mine") })).rejects.toMatchObject({ code: "output_not_ours" });
    await expect(run({ ...request, out: join(root, "in") })).rejects.toMatchObject({ code: "output_holds_input" });
    await run(request);
    await writeFile(join(request.out, "decisions.csv"), "edited");
    await expect(run(request)).rejects.toMatchObject({ code: "output_edited" });
    expect(readFileSync(join(request.out, "decisions.csv"), "utf8")).toBe("edited");
  });

  it.skipIf(process.getuid?.() === 0)("says that it cannot write", async () => {
    const { root, request } = await place();
    await chmod(root, 0o555);
    await expect(run(request)).rejects.toMatchObject({ code: "output_unwritable" });
    await chmod(root, 0o755);
  });
});

describe("on the command line", () => {
  beforeAll(() => {
    const built = spawnSync(process.execPath, [join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-b"], { cwd: ROOT, encoding: "utf8" });
    if (built.status !== 0) throw new Error(built.stdout);
  });

  function doudi(args: readonly string[], env: Record<string, string> = {}): { code: number | null; stdout: string; stderr: string } {
    const { DATABASE_URL: _url, DOUDI_DEBUG: _debug, ...rest } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], { encoding: "utf8", cwd: ROOT, env: { ...rest, ...env } });
    return { code: status, stdout, stderr };
  }

  it("prints a summary, or JSON; usage errors exit 2, an unreadable input exits 3", async () => {
    const { root, request } = await place({ "in/broken.xlsx": "PK no zip", "in/households.csv": "户编号,家庭存款\n" });
    const env = { DOUDI_POLICIES: join(root, "policies") };
    const args = (input: string, ...more: string[]): string[] => ["decide", join(root, "in", input), "--place", "533323", "--date", "2020-06-30", "--out", request.out, ...more];
    const ran = doudi(args("households.jsonl", "--set", "补助标准=400元/月"), env);
    expect([ran.code, ran.stdout.includes("上帕镇  400.00"), ran.stdout.includes("补助标准 = 400.00元/月"), ran.stdout.includes("decisions.csv")]).toEqual([0, true, true, true]);
    expect(ran.stdout).toContain("另有 1 户数据有误");
    expect(ran.stderr).toContain("判定");
    const json = doudi(args("households.jsonl", "--json", "--lang", "en"), env);
    expect((JSON.parse(json.stdout) as DecisionSummary).schema).toBe("doudi.decide/1");
    for (const [bad, code, words] of [
      [args("nothing.jsonl"), 2, "找不到"],
      [args("households.jsonl", "--scheme", "heating"), 2, "可用:dibao"],
      [args("households.jsonl", "--set", "补助标准"), 2, "--set"],
      [args("households.jsonl", "--set", "补助标准=400"), 2, "400"],
      [args("households.jsonl", "--set", "无此参数=400元"), 2, "无此参数"],
      [args("households.jsonl", "--format", "xlsx"), 2, "csv, parquet"],
      [["decide", request.input, "--place", "533323", "--date", "2020-02-30", "--out", request.out], 2, "不是日期"],
      [["decide", request.input, "--place", "533323", "--date", "2020-13-01", "--out", request.out], 2, "不是日期"],
      [["decide", request.input, "--place", "福贡县", "--date", "2020-06-30", "--out", request.out], 2, "您是不是要:533323 福贡县\n"],
      [["simulate", request.input, "--place", "533323", "--date", "2020-06-30", "--against", "2020-13-01"], 2, "--against 2020-13-01"],
      [["simulate", request.input, "--place", "533323", "--date", "2020-06-30", "--against", "福贡"], 2, "--against 福贡 不是六位区划代码。您是不是要:533323 福贡县"],
      [["simulate", request.input, "--place", "533323", "--date", "2020-06-30"], 2, "--set"],
      [["explain", request.input, "--household", "n2", "--place", "533323", "--date", "2020-06-30"], 2, "您是不是要:N2"],
      [["explain", request.input, "--household", "X", "--place", "533323", "--date", "2020-06-30"], 2, "里面有"],
      [args("broken.xlsx"), 3, "broken.xlsx"],
      [args("households.csv"), 2, "persons.csv"],
    ] as const) {
      const failed = doudi(bad, env);
      expect([failed.code, failed.stdout]).toEqual([code, ""]);
      expect(failed.stderr).toContain(words);
      expect(failed.stderr).not.toMatch(/\n\s+at /);
    }
    expect(readdirSync(root).sort()).toEqual(["in", "out", "policies"]);
  }, 240_000);

  it("writes the template once, and reads it back", async () => {
    const { root, request } = await place();
    const env = { DOUDI_POLICIES: join(root, "policies") };
    const file = join(root, "模板.xlsx");
    expect(doudi(["template", "--out", file], env)).toMatchObject({ code: 0, stdout: expect.stringContaining("模板.xlsx") as string });
    expect(doudi(["template", "--out", file], env)).toMatchObject({ code: 2, stderr: expect.stringContaining("--force") as string });
    expect(doudi(["template", "--out", join(root, "x.csv")], env).code).toBe(2);
    expect(doudi(["template", "--out", file, "--force", "--lang", "en"], env).code).toBe(0);
    const summary = await run({ ...request, input: file });
    expect(summary).toMatchObject({ households: 0, rejected: 0, rows: 0, input: { format: "xlsx" } });
    expect(summary.warnings.join()).toContain("示例");
    expect(existsSync(join(root, "x.csv"))).toBe(false);
  }, 120_000);
});
