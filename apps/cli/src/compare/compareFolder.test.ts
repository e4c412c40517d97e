import { existsSync, readdirSync } from "node:fs";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FINDING_COLUMNS, type Summary } from "@doudi/contract";
import { makeDemo } from "@doudi/demo";
import { readPrevious } from "@doudi/report";
import { utils, read as readBook, write as writeBook } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareFolder } from "./compareFolder.js";
import { type CompareRequest, FORMATS } from "./compareRequest.js";
import { folderWith, parseCsv, smallRosters } from "./rosters.testkit.js";

const QUIET = { start: () => undefined, expect: () => undefined, step: () => undefined, stop: () => undefined };
const LONG_ID = /(?<!\d)\d{17}[\dXx](?!\d)/;

function request(folder: string, out: string, more: Partial<CompareRequest> = {}): CompareRequest {
  return { folder, out, place: "533323", date: "2020-06-30", engine: "duckdb", formats: new Set(FORMATS), ids: "full", keepGoing: false, lang: "zh", workbooks: false, memoryLimit: "1GB", ...more };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(() => "none", (error: { code?: string }) => error.code ?? String(error));
}

describe("a demo county of 2,000 persons", () => {
  let work = "";
  let rosters = "";
  let out = "";
  let summary: Summary;

  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), "doudi-cli-demo-"));
    rosters = (await makeDemo({ out: join(work, "demo"), persons: 2_000, seed: 5 })).rosters;
    out = join(work, "out");
    summary = await compareFolder(request(rosters, out), QUIET);
  });
  afterAll(() => rm(work, { recursive: true, force: true }));

  it("writes the five files and nothing else, in and beside the folder", () => {
    expect(readdirSync(out).sort()).toEqual(["findings.csv", "findings.xlsx", "rejected.csv", "report.html", "summary.json"]);
    expect(readdirSync(work).sort()).toEqual(["demo", "out"]);
  });

  it("counts what findings.csv holds", async () => {
    const rows = parseCsv(await readFile(join(out, "findings.csv"), "utf8"));
    expect(rows.length).toBeGreaterThan(100);
    expect(Object.keys(rows[0] ?? {})).toEqual([...FINDING_COLUMNS]);
    expect(new Set(rows.map((row) => row["finding_id"])).size).toBe(rows.length);
    for (const { code, count, severity, byTownship } of summary.findings) {
      const own = rows.filter((row) => row["finding"] === code);
      expect([code, own.length]).toEqual([code, count]);
      expect(own.filter((row) => row["severity"] === "high")).toHaveLength(severity.high);
      expect(byTownship.reduce((sum, township) => sum + township.count, 0)).toBe(count);
    }
    expect(summary.findings.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
  });

  it("finds what was planted", async () => {
    const truth = parseCsv(`\ufeff${await readFile(join(work, "demo", "truth.csv"), "utf8")}`);
    const planted = new Set(truth.map((row) => row["finding"]));
    expect([...planted].filter((code) => !summary.findings.some((each) => each.code === code && each.count > 0))).toEqual([]);
  });

  it("accounts for every row", async () => {
    expect(summary.rosters).toHaveLength(20);
    for (const roster of summary.rosters) expect([roster.file, roster.accepted + roster.duplicates + roster.rejected]).toEqual([roster.file, roster.rows]);
    const rejected = parseCsv(await readFile(join(out, "rejected.csv"), "utf8"));
    expect(rejected).toHaveLength(summary.rosters.reduce((sum, roster) => sum + roster.rejected, 0));
    for (const row of rejected) expect(Object.keys(row)).toEqual(["file", "sheet", "row", "reason", "raw"]);
  });

  it("puts the same findings into the workbook", async () => {
    const { ids } = await readPrevious(join(out, "findings.xlsx"));
    const rows = parseCsv(await readFile(join(out, "findings.csv"), "utf8"));
    expect([...ids].sort()).toEqual(rows.map((row) => row["finding_id"]).sort());
  });

  it("writes a page without ids, scripts or addresses of other sites", async () => {
    const page = await readFile(join(out, "report.html"), "utf8");
    expect(page).toContain("福贡县");
    expect(page).not.toMatch(LONG_ID);
    expect(page).not.toMatch(/<script|src="http|@import|url\(http/);
  });

  it("says in summary.json what it returned, with digests of the other files", async () => {
    const written = JSON.parse(await readFile(join(out, "summary.json"), "utf8")) as Summary;
    expect(written).toEqual(summary);
    expect(written.outputs?.map(({ file }) => file)).toEqual(["findings.csv", "findings.xlsx", "rejected.csv", "report.html"]);
    expect(written.packs.map(({ id }) => id)).toEqual(["nation", "yunnan", "yunnan-nujiang"]);
    expect(written.overlap.filter(({ level }) => level === "township").every(({ code }) => code?.startsWith("533323"))).toBe(true);
    expect(JSON.stringify(written)).not.toMatch(LONG_ID);
  });

  it("with masked ids leaves no id anywhere, and the same findings otherwise", async () => {
    const masked = join(work, "masked");
    await compareFolder(request(rosters, masked, { ids: "masked" }), QUIET);
    for (const file of ["findings.csv", "rejected.csv", "report.html", "summary.json"]) expect(await readFile(join(masked, file), "utf8")).not.toMatch(LONG_ID);
    const book = readBook(await readFile(join(masked, "findings.xlsx")));
    for (const sheet of Object.values(book.Sheets)) expect(utils.sheet_to_csv(sheet)).not.toMatch(LONG_ID);
    const ids = async (folder: string): Promise<(string | undefined)[]> => parseCsv(await readFile(join(folder, "findings.csv"), "utf8")).map((row) => row["finding_id"]);
    expect(await ids(masked)).toEqual(await ids(out));
  });

  it("speaks English, with the same finding ids", async () => {
    const english = join(work, "english");
    const said = await compareFolder(request(rosters, english, { lang: "en", formats: new Set(["csv", "html"]) }), QUIET);
    const [zh, en] = await Promise.all([out, english].map(async (folder) => parseCsv(await readFile(join(folder, "findings.csv"), "utf8"))));
    const who = (rows: Record<string, string>[] | undefined): unknown => rows?.map(({ finding_id, finding, severity }) => [finding_id, finding, severity]);
    expect(who(en)).toEqual(who(zh));
    expect(en?.filter((row) => row["finding"] === "missed.poor_bottom_line").every((row) => /[a-z]{4}/.test(row["reason"] ?? ""))).toBe(true);
    expect(await readFile(join(english, "report.html"), "utf8")).toContain('lang="en"');
    expect(said.lang).toBe("en");
  });

  it("carries check results over and marks what is new, same and gone", async () => {
    const earlier = join(work, "earlier");
    await compareFolder(request(rosters, earlier), QUIET);
    // The clerk fills in one result and saves.
    const path = join(earlier, "findings.xlsx");
    const book = readBook(await readFile(path));
    const name = book.SheetNames.find((sheet) => utils.sheet_to_json<string[]>(book.Sheets[sheet] ?? {}, { header: 1 }).some((row) => row.includes("核查结果"))) ?? "";
    const rows = utils.sheet_to_json<string[]>(book.Sheets[name] ?? {}, { header: 1 });
    const header = rows.findIndex((row) => row.includes("核查结果"));
    utils.sheet_add_aoa(book.Sheets[name] ?? {}, [["属实"]], { origin: { r: header + 1, c: rows[header]?.indexOf("核查结果") ?? 0 } });
    await writeFile(path, writeBook(book, { type: "buffer", bookType: "xlsx" }) as Buffer);

    const again = await compareFolder(request(rosters, join(work, "again"), { previous: earlier }), QUIET);
    const total = again.findings.reduce((sum, { count }) => sum + count, 0);
    expect(again.previous).toEqual({ new: 0, same: total, gone: 0, notChecked: 0, carried: 1 });
    const changes = parseCsv(await readFile(join(work, "again", "changes.csv"), "utf8"));
    expect(changes).toHaveLength(total);
    expect(changes.filter((row) => row["result"] === "confirmed")).toHaveLength(1);

    // What was filled in is never overwritten.
    expect(await codeOf(compareFolder(request(rosters, earlier), QUIET))).toBe("output_edited");
    expect((await readPrevious(path)).marks.size).toBe(1);
  });
});

describe("small rosters", () => {
  const csv = { formats: new Set(["csv"] as const) };

  async function place(more: Record<string, string | Uint8Array> = {}): Promise<{ folder: string; out: string }> {
    const root = await folderWith(Object.fromEntries(Object.entries({ ...smallRosters(), ...more }).map(([name, text]) => [`rosters/${name}`, text])));
    return { folder: join(root, "rosters"), out: join(root, "out") };
  }

  it("find the dead and the left out, by canonical township", async () => {
    const { folder, out } = await place();
    const summary = await compareFolder(request(folder, out, csv), QUIET);
    const count = (code: string): unknown => summary.findings.find((finding) => finding.code === code);
    expect(count("wrong.deceased")).toMatchObject({ count: 1, byTownship: [{ township: "上帕镇", count: 1 }] });
    expect(count("missed.poor_bottom_line")).toMatchObject({ count: 1, byTownship: [{ township: "上帕镇", count: 1 }] });
    expect(summary.overlap.map(({ name, code }) => [name, code])).toEqual([["福贡县", "533323"], ["上帕镇", "533323101"]]);
    expect(summary.notRun.length).toBeGreaterThan(0);
  });

  it("tell what became of the findings when a roster changes or is missing", async () => {
    const { folder, out } = await place();
    await compareFolder(request(folder, out, csv), QUIET);
    await rm(join(folder, "死亡人员名单.csv"));
    await writeFile(join(folder, "建档立卡花名册.csv"), smallRosters()["建档立卡花名册.csv"]?.replace("社会保障兜底", "产业帮扶") ?? "");
    const summary = await compareFolder(request(folder, `${out}-2`, { ...csv, previous: out }), QUIET);
    expect(summary.previous).toMatchObject({ gone: 1, notChecked: 1, carried: 0 });
    const changes = parseCsv(await readFile(join(`${out}-2`, "changes.csv"), "utf8"));
    expect(changes.map(({ finding, status }) => [finding, status])).toEqual(expect.arrayContaining([["missed.poor_bottom_line", "gone"], ["wrong.deceased", "notChecked"]]));
  });

  it("replace an earlier output that nobody touched", async () => {
    const { folder, out } = await place();
    await compareFolder(request(folder, out), QUIET);
    await compareFolder(request(folder, out, csv), QUIET);
    expect(readdirSync(out).sort()).toEqual(["findings.csv", "rejected.csv", "summary.json"]);
  });

  it("leave a folder alone that is no output", async () => {
    const { folder, out } = await place();
    await compareFolder(request(folder, out, csv), QUIET);
    await writeFile(join(out, "我的笔记.txt"), "重要");
    expect(await codeOf(compareFolder(request(folder, out, csv), QUIET))).toBe("output_not_ours");
    const foreign = await folderWith({ "信.txt": "重要" });
    expect(await codeOf(compareFolder(request(folder, foreign, csv), QUIET))).toBe("output_not_ours");
    expect(readdirSync(foreign)).toEqual(["信.txt"]);
    expect(await codeOf(compareFolder(request(folder, join(foreign, "信.txt"), csv), QUIET))).toBe("output_not_ours");
  });

  it("are never mixed with the output", async () => {
    const { folder } = await place();
    for (const out of [folder, join(folder, "out"), join(folder, "..")]) expect(await codeOf(compareFolder(request(folder, out, csv), QUIET))).toBe("output_in_input");
  });

  it("keep the old output, and leave nothing behind, where a file cannot be read", async () => {
    const { folder, out } = await place();
    const before = await compareFolder(request(folder, out, csv), QUIET);
    await writeFile(join(folder, "残疾人.csv"), "");
    expect(await codeOf(compareFolder(request(folder, out, csv), QUIET))).toBe("rosters_unreadable");
    expect(JSON.parse(await readFile(join(out, "summary.json"), "utf8"))).toEqual(before);
    expect(readdirSync(join(folder, "..")).sort()).toEqual(["out", "rosters"]);
  });

  it("go on without unreadable files where that was asked for, and say so on the first page", async () => {
    const { folder, out } = await place({ "残疾人.csv": "", "奇怪.csv": "甲,乙\n1,2\n" });
    const summary = await compareFolder(request(folder, out, { keepGoing: true }), QUIET);
    expect(summary.unreadable.map(({ file, code }) => [file, code])).toEqual(expect.arrayContaining([["残疾人.csv", "file_empty"]]));
    expect(summary.unreadable).toHaveLength(2);
    const page = await readFile(join(out, "report.html"), "utf8");
    for (const { file } of summary.unreadable) expect(page).toContain(file);
    expect(page.indexOf("残疾人.csv")).toBeLessThan(page.indexOf("低保花名册.csv"));
    const book = readBook(await readFile(join(out, "findings.xlsx")));
    const cover = book.Sheets[book.SheetNames[0] ?? ""] ?? {};
    expect(utils.sheet_to_csv(cover)).toContain("残疾人.csv");
  });

  it("refuse two files of one kind without versions", async () => {
    const rosters = smallRosters();
    const { folder, out } = await place({ "低保花名册(改).csv": `${rosters["低保花名册.csv"] ?? ""}533399200004040048,丁某,1,上帕镇,上帕村,A类\n` });
    const error = await compareFolder(request(folder, out, csv), QUIET).then(() => null, (thrown: { code: string; info: Record<string, string> }) => thrown);
    expect(error?.code).toBe("rosters_unreadable");
    expect(error?.info["list"]).toMatch(/低保花名册.*低保花名册|版本/);
    expect(existsSync(out)).toBe(false);
  });

  it("notice a file that changes while it is read", async () => {
    const { folder, out } = await place();
    let changed = false;
    const progress = { ...QUIET, step: (text: string) => {
      if (changed || !text.startsWith("读取")) return;
      changed = true;
      void appendFile(join(folder, "低保花名册.csv"), "533399200004040048,丁某,1,上帕镇,上帕村,A类\n");
    } };
    const error = await compareFolder(request(folder, out, csv), progress).then(() => null, (thrown: { code: string; info: Record<string, string> }) => thrown);
    expect(error?.code).toBe("rosters_unreadable");
    expect(error?.info["list"]).toContain("低保花名册.csv");
    expect(existsSync(out)).toBe(false);
  });

  it("go on without the file that changed where that was asked for", async () => {
    const { folder, out } = await place();
    let changed = false;
    const progress = { ...QUIET, step: (text: string) => {
      if (changed || !text.startsWith("归户")) return;
      changed = true;
      void appendFile(join(folder, "死亡人员名单.csv"), "x");
    } };
    const summary = await compareFolder(request(folder, out, { ...csv, keepGoing: true }), progress);
    expect(summary.unreadable).toMatchObject([{ file: "死亡人员名单.csv", code: "file_changed" }]);
    expect(summary.rosters.map(({ kind }) => kind).sort()).toEqual(["dibao", "poor", "tekun"]);
    expect(summary.notRun.some(({ check }) => check === "wrong.deceased")).toBe(true);
  });

  it("never become formulas", async () => {
    const { folder, out } = await place({ "财政供养人员.csv": `身份证号,姓名,单位\n,"=HYPERLINK(""http://x"",""点我"")",@单位\n` });
    await compareFolder(request(folder, out), QUIET);
    const row = parseCsv(await readFile(join(out, "findings.csv"), "utf8")).find((each) => each["finding"] === "quality.id_missing");
    expect(row?.["name"]).toBe(`'=HYPERLINK("http://x","点我")`);
    const book = readBook(await readFile(join(out, "findings.xlsx")));
    for (const sheet of Object.values(book.Sheets)) for (const cell of Object.values(sheet)) expect((cell as { f?: string }).f).toBeUndefined();
  });

  it("apply the nation's law with a warning where no pack covers the place", async () => {
    const { folder, out } = await place();
    const summary = await compareFolder(request(folder, out, { ...csv, place: "110105" }), QUIET);
    expect(summary.packs.map(({ id }) => id)).toEqual(["nation"]);
    expect(summary.warnings.join()).toContain("朝阳区");
  });

  it("name what else lies in the folder", async () => {
    const { folder, out } = await place({ "说明.docx": "x" });
    expect((await compareFolder(request(folder, out, csv), QUIET)).warnings.join()).toContain("说明.docx");
  });
});
