import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { maskId, maskText, type Summary } from "@doudi/contract";
import type { Answer } from "@doudi/contract/api";
import { makeDemo } from "@doudi/demo";
import { utils, write } from "@e965/xlsx";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { callerAs, signRosters, startTestCounty, type TestCounty } from "../county.testkit.js";
import { findingHandlers } from "../handlers/findingHandlers.js";
import { comparisonWork } from "./comparisonWork.js";
import { runComparison } from "./runComparison.js";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const LONG_ID = /(?<!\d)\d{17}[\dXx](?!\d)/;
let folder = "";
let rosters = "";
let test: TestCounty;
let versions: Map<string, number>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doudi-server-runs-"));
  rosters = (await makeDemo({ out: join(folder, "demo"), persons: 600, seed: 11 })).rosters;
  test = await startTestCounty();
  versions = await signRosters(test, rosters);
});
afterAll(async () => {
  await test.stop();
  rmSync(folder, { recursive: true, force: true });
});

const clerk = (): ReturnType<typeof callerAs> => callerAs("county_clerk", test.county);

/** Starts a run as a clerk does, and does it. */
async function compare(chosen?: number[], date = "2020-06-30"): Promise<number> {
  const { run_id } = await findingHandlers.startRun({ caller: clerk(), params: undefined, query: undefined, body: { date, ...(chosen === undefined ? {} : { versions: chosen }) }, upload: null }, test.application);
  const steps: number[] = [];
  await runComparison({ county: test.county, objectId: run_id, scope: { userId: null, areaCode: test.county, department: "all" }, signal: new AbortController().signal, progress: (_step, done, total) => steps.push(done / total) }, test.application);
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
  expect(steps.length).toBeGreaterThan(20);
  return run_id;
}

interface Listed { finding_id: string; code: string; severity: string; id_masked: string; name: string; household_no: string; reason: string; source: string; score: number | null; rows: string[]; state: string; numbered: boolean; person_no: number | null }

async function onRecord(): Promise<Listed[]> {
  const { rows } = await test.within((work) => sql<Listed>`
    SELECT finding_id, code, severity, id_masked, name, household_no, reason, source, score, state, person_no,
      ARRAY(SELECT (r ->> 'file') || '#' || (r ->> 'sheet') || '#' || (r ->> 'row') FROM jsonb_array_elements(rows) r) AS rows,
      NOT EXISTS (SELECT FROM jsonb_array_elements(rows) r WHERE r ->> 'row_no' IS NULL OR r ->> 'version_id' IS NULL) AS numbered
    FROM findings ORDER BY finding_id`.execute(work));
  return rows;
}

it("finds what doudi compare finds in the same files", async () => {
  const out = join(folder, "out");
  for (const args of [[join(ROOT, "node_modules", "typescript", "bin", "tsc"), "-b"], [join(ROOT, "apps/cli/bin/doudi.mjs"), "compare", rosters, "--place", test.county, "--date", "2020-06-30", "--out", out, "--format", "csv"]]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
    expect([status, stdout, stderr].slice(0, status === 0 ? 1 : 3)).toEqual([0]);
  }
  const run = await compare();
  const expected = parseCsv(await readFile(join(out, "findings.csv"), "utf8")).map(([finding_id = "", code, severity, id = "", name, , household_no, rows = "", reason = "", source, score = ""]) => ({
    finding_id, code, severity, id_masked: maskId(id), name, household_no, reason: maskText(reason), source, score: score === "" ? null : Number(score), rows: rows.split(";"),
  }));
  const found = await onRecord();
  expect(found.map(({ state: _state, numbered: _numbered, person_no: _person, ...finding }) => finding)).toEqual(expected.sort((a, b) => (a.finding_id < b.finding_id ? -1 : 1)));
  expect(found.length).toBeGreaterThan(50);
  expect(found.filter(({ numbered }) => !numbered)).toEqual([]);
  expect(found.filter(({ code, person_no }) => code === "wrong.deceased" && person_no === null)).toEqual([]);
  expect(JSON.stringify(found)).not.toMatch(LONG_ID);

  const one = await findingHandlers.run({ caller: clerk(), params: { run_id: run }, query: undefined, body: undefined, upload: null }, test.application);
  expect(one).toMatchObject({ state: "done", new: found.length, same: 0, gone: 0 });
  expect(JSON.stringify(one.summary)).not.toMatch(LONG_ID);
  const report = await findingHandlers.runReport({ caller: clerk(), params: { run_id: run }, query: undefined, body: undefined, upload: null }, test.application);
  expect(String(report.file.body)).toContain("福贡县");
  expect(String(report.file.body)).not.toMatch(LONG_ID);
  const { points } = await findingHandlers.trend({ caller: clerk(), params: undefined, query: undefined, body: undefined, upload: null }, test.application);
  expect(points).toHaveLength(1);
  expect(points[0]?.dibao).toBeGreaterThan(0);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`doudi-reading-${process.pid}-`))).toEqual([]);
}, 240_000);

it("shows both rows side by side with masked numbers, and links with their weights", async () => {
  const dead = (await onRecord()).find(({ code }) => code === "wrong.deceased");
  const view = await findingHandlers.finding({ caller: clerk(), params: { finding_id: dead?.finding_id ?? "" }, query: undefined, body: undefined, upload: null }, test.application);
  expect(view.rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["deaths"]));
  expect(view.rows.length).toBeGreaterThan(1);
  for (const { cells } of view.rows) expect(cells).toMatchObject({ id_number: dead?.id_masked, name: expect.any(String) });
  expect(view.differing).not.toContain("id_number");
  expect(JSON.stringify(view)).not.toMatch(LONG_ID);
  const { links } = await findingHandlers.links({ caller: clerk(), params: undefined, query: { verdict: "none", limit: 50 }, body: undefined, upload: null }, test.application);
  expect(links.length).toBeGreaterThan(0);
  for (const { weights, left, right, probability } of links) {
    expect(weights.map(({ field }) => field)).toContainEqual({ zh: "基准", en: "base" });
    // The bars are the log odds in bits; each is rounded to a tenth.
    const odds = 2 ** weights.reduce((sum, { weight }) => sum + weight, 0);
    expect(Math.abs(odds / (1 + odds) - probability)).toBeLessThan(0.05);
    expect(left).not.toBeNull();
    expect(right?.cells["id_number"]).toMatch(/^\d{3}\*{11}/);
  }
});

it("finds the same again, and closes nothing for want of a roster", async () => {
  const before = await onRecord();
  const again = await compare();
  const counts = async (run_id: number): Promise<unknown> => {
    const { new: opened, same, gone } = await findingHandlers.run({ caller: clerk(), params: { run_id }, query: undefined, body: undefined, upload: null }, test.application);
    return { opened, same, gone };
  };
  expect(await counts(again)).toEqual({ opened: 0, same: before.length, gone: 0 });
  // Without the list of deaths nobody is found dead, and nobody who was is alive again.
  const { rows: [deaths] } = await test.within((work) => sql<{ version_id: number }>`SELECT version_id FROM roster_versions WHERE kind = 'deaths'`.execute(work));
  const rest = [...new Set(versions.values())].filter((id) => id !== deaths?.version_id);
  await compare(rest);
  const dead = (findings: readonly Listed[]): unknown => findings.filter(({ code, state }) => code === "wrong.deceased" && state === "open").map(({ finding_id }) => finding_id);
  expect(dead(await onRecord())).toEqual(dead(before));
  expect(dead(before)).not.toEqual([]);
}, 240_000);

it("has a point of the trend for each quarter: of its last run, with what stands on the rosters", async () => {
  const trend = async (): Promise<Answer<"trend">["points"]> => (await findingHandlers.trend({ caller: clerk(), params: undefined, query: undefined, body: undefined, upload: null }, test.application)).points;
  /** Persons on both rosters of a run whose number is written cleanly, counted in the rows on record: the comparison knows some more. */
  const onBoth = async (run: number): Promise<number> => {
    const { rows } = await test.within((work) => sql<{ n: number }>`SELECT count(*) AS n FROM (
      SELECT r.person_no FROM comparison_runs c JOIN roster_rows r ON r.version_id = ANY (c.versions) WHERE c.run_id = ${run} AND r.kind IN ('dibao', 'poor') AND r.person_no IS NOT NULL GROUP BY 1 HAVING count(DISTINCT r.kind) = 2) AS on_both`.execute(work));
    return rows[0]?.n ?? -1;
  };
  const second = await compare();
  const next = await makeDemo({ out: join(folder, "next"), persons: 400, seed: 12, date: "2020-09-30" });
  await signRosters(test, next.rosters);
  const third = await compare(undefined, "2020-09-30");
  const points = await trend();
  expect(points.map(({ run_id, date }) => [run_id, date])).toEqual([[second, "2020-06-30"], [third, "2020-09-30"]]);
  for (const { run_id, dibao, dibao_poor, rate } of points) {
    const [clean, { summary }] = [await onBoth(run_id), await findingHandlers.run({ caller: clerk(), params: { run_id }, query: undefined, body: undefined, upload: null }, test.application)];
    const { persons, pairs } = (summary as unknown as Summary).overlap.find(({ level }) => level === "county") ?? { persons: {}, pairs: [] };
    expect({ dibao, dibao_poor, rate }).toEqual({ dibao: persons.dibao, dibao_poor: pairs.find(({ of, also }) => of === "dibao" && also === "poor")?.count, rate: dibao_poor / dibao });
    expect(clean).toBeGreaterThan(0);
    expect(dibao_poor).toBeGreaterThanOrEqual(clean);
    expect(dibao_poor).toBeLessThan(clean * 1.3);
  }
  expect(points[0]?.dibao).not.toBe(points[1]?.dibao);
  // Where the register of the poor was not there, nothing is known of the share.
  const { rows } = await test.within((work) => sql<{ version_id: number }>`SELECT v.version_id FROM comparison_runs c JOIN roster_versions v ON v.version_id = ANY (c.versions) WHERE c.run_id = ${third} AND v.kind <> 'poor'`.execute(work));
  await compare(rows.map(({ version_id }) => version_id), "2020-12-31");
  expect((await trend()).at(-1)).toMatchObject({ date: "2020-12-31", rate: null });
}, 240_000);

it("starts one run at a time, of signed versions alone, and says so on record when it fails", async () => {
  const start = (body: { date: string; versions?: number[] }): Promise<{ run_id: number; job: number }> => findingHandlers.startRun({ caller: clerk(), params: undefined, query: undefined, body, upload: null }, test.application);
  await expect(start({ date: "2020-06-30", versions: [999_999] })).rejects.toMatchObject({ code: "run_unsigned" });
  await expect(start({ date: "2019-06-30" })).rejects.toMatchObject({ code: "run_without_rosters" });
  const { run_id, job } = await start({ date: "2020-06-30" });
  expect(job).toBeGreaterThan(0);
  await expect(start({ date: "2020-06-30" })).rejects.toMatchObject({ code: "run_already", info: { run: run_id } });
  const work = comparisonWork({ databaseUrl: "", masterKey: Buffer.alloc(32) });
  await test.within((transaction) => sql`UPDATE roster_versions SET state = 'withdrawn' WHERE kind = 'deaths'`.execute(transaction));
  const running = { jobId: job, county: test.county, objectId: run_id, scope: clerk().scope, signal: new AbortController().signal, progress: () => undefined };
  await expect(runComparison(running, test.application)).rejects.toMatchObject({ code: "run_unsigned" });
  await test.within((transaction) => work.failed(transaction, running, { zh: "没有签发", en: "not signed" }));
  const { runs } = await findingHandlers.runs({ caller: clerk(), params: undefined, query: undefined, body: undefined, upload: null }, test.application);
  expect(runs[0]).toMatchObject({ run_id, state: "failed", problem: { zh: "没有签发" }, started: { by: { name: "经办甲" } }, county: { name: "福贡县" } });
  // A run that has ended is left alone.
  await expect(runComparison(running, test.application)).resolves.toBeUndefined();
});

it("reads a version by the columns that somebody corrected, on every sheet that has them", async () => {
  const ids = ["533323195001010017", "533323195001020012", "533323195001030018", "533323195001040013"];
  const files = join(folder, "corrected");
  await mkdir(files);
  // What is headed 身份证号 is somebody else's; the second sheet lacks the note that the first has.
  const sheet = (rows: string[][], extra: string[]): ReturnType<typeof utils.aoa_to_sheet> => utils.aoa_to_sheet([["姓名", "身份证号", "本人号码", "乡镇", "村", "户编号", "月保障金额", ...extra], ...rows]);
  const row = (at: number, id: string | undefined): string[] => [`李秀${"英华丽军"[at] ?? ""}`, "533323196005050010", id ?? "", "上帕镇", "达普洛村", `户${at}`, "300"];
  const save = (name: string, sheets: Record<string, ReturnType<typeof utils.aoa_to_sheet>>): Promise<void> => writeFile(join(files, name), write({ Sheets: sheets, SheetNames: Object.keys(sheets) }, { type: "buffer", bookType: "xlsx" }) as Buffer);
  await save("低保花名册.xlsx", { 上帕镇: sheet(ids.slice(0, 2).map((id, at) => [...row(at, id), "甲"]), ["某事"]), 子里甲乡: sheet(ids.slice(2).map((id, at) => row(at + 2, id)), []) });
  await save("死亡人员名单.xlsx", { 死亡: utils.aoa_to_sheet([["姓名", "身份证号", "死亡日期"], ["李秀英", ids[0], "2020-01-05"], ["李秀军", ids[3], "2020-02-05"]]) });
  const own = await startTestCounty();
  try {
    await signRosters(own, files, { "低保花名册.xlsx": { kind: "dibao", columns: { 身份证号: "", 本人号码: "id_number", 某事: "" } } });
    const { run_id } = await findingHandlers.startRun({ caller: clerk(), params: undefined, query: undefined, body: { date: "2020-06-30" }, upload: null }, own.application);
    await runComparison({ county: own.county, objectId: run_id, scope: { userId: null, areaCode: own.county, department: "all" }, signal: new AbortController().signal, progress: () => undefined }, own.application);
    const { rows } = await own.within((work) => sql<{ name: string; id_masked: string }>`SELECT name, id_masked FROM findings WHERE code = 'wrong.deceased' ORDER BY name COLLATE "C"`.execute(work));
    expect(rows).toEqual([{ name: "李秀军", id_masked: maskId(ids[3] ?? "") }, { name: "李秀英", id_masked: maskId(ids[0] ?? "") }]);
  } finally {
    await own.stop();
  }
});

function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
  }
  return rows.slice(1, -1);
}
