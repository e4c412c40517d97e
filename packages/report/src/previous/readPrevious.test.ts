import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FINDING_COLUMNS, type FindingRow, type Lang } from "@doudi/contract";
import ExcelJS from "exceljs";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inventFindings, inventSummary } from "../county.testkit.js";
import { VOLUMES_FOLDER } from "../workbook/volumesFolder.js";
import { writeWorkbook } from "../workbook/writeWorkbook.js";
import { writeWorkbooks } from "../workbook/writeWorkbooks.js";
import { comparePrevious } from "./comparePrevious.js";
import { readFindingsCsv } from "./readFindingsCsv.js";
import { readPrevious } from "./readPrevious.js";

const findings = inventFindings({ scale: 0.2 });
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doudi-previous-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

function csv(rows: readonly FindingRow[]): string {
  const line = (cells: readonly string[]): string => `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
  return `\ufeff${line(FINDING_COLUMNS)}${rows.map((row) => line(FINDING_COLUMNS.map((column) => row[column]))).join("")}`;
}

/** Fills in check results as a clerk would: by header, on whichever sheet the finding stands. */
async function fillIn(path: string, marks: Record<string, [result: string, note: string]>, lang: Lang = "zh"): Promise<void> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  for (const sheet of workbook.worksheets) {
    const headers = sheet.getRow(1).values as ExcelJS.CellValue[];
    const [id, result, note] = (lang === "zh" ? ["疑点编号", "核查结果", "具体原因"] : ["Finding id", "Check result", "Concrete reason"]).map((header) => headers.indexOf(header));
    if (id === undefined || id < 1 || result === undefined || note === undefined) continue;
    sheet.eachRow((row) => {
      const mark = marks[row.getCell(id).text];
      if (mark !== undefined) [row.getCell(result).value, row.getCell(note).value] = mark;
    });
  }
  await workbook.xlsx.writeFile(path);
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function at(index: number): FindingRow {
  const row = findings[index];
  if (row === undefined) throw new Error(`no finding ${index}`);
  return row;
}

async function values(path: string, sheetName: string, header: string): Promise<Map<string, string>> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  const sheet = workbook.getWorksheet(sheetName);
  if (sheet === undefined) throw new Error(`no sheet ${sheetName}`);
  const headers = sheet.getRow(1).values as ExcelJS.CellValue[];
  const found = new Map<string, string>();
  sheet.eachRow((row, number) => {
    if (number > 1) found.set(row.getCell(headers.indexOf("疑点编号")).text, row.getCell(headers.indexOf(header)).text);
  });
  return found;
}

describe("an earlier comparison", () => {
  it("is carried over from the workbook that a clerk filled in, in either language", async () => {
    const path = join(folder, "first.xlsx");
    await writeWorkbook({ summary: inventSummary(findings), findings, path, lang: "en", ids: "full" });
    await fillIn(path, { [at(0).finding_id]: ["confirmed", "入户核实"], [at(1).finding_id]: ["", "人在外地"], [at(2).finding_id]: ["说不清", ""] }, "en");
    const previous = await readPrevious(path);
    expect(previous.ids).toEqual(new Set(findings.map(({ finding_id }) => finding_id)));
    expect(Object.fromEntries(previous.marks)).toEqual({
      [at(0).finding_id]: { result: "confirmed", note: "入户核实" },
      [at(1).finding_id]: { result: "", note: "人在外地" },
      [at(2).finding_id]: { result: "说不清", note: "" },
    });
    const rows = new Map((await gather(previous.rows())).map((row) => [row.finding_id, row]));
    for (const row of findings) expect(rows.get(row.finding_id)).toMatchObject({ finding: row.finding, severity: row.severity, name: row.name, id_number: row.id_number, reason: row.reason });
  });

  it("marks findings new, same and gone in the next workbook, whose check results are those carried over", async () => {
    const first = join(folder, "round1.xlsx");
    const earlier = findings.filter((_, index) => index % 5 !== 0);
    await writeWorkbook({ summary: inventSummary(earlier), findings: earlier, path: first, lang: "zh", ids: "full" });
    const kept = earlier.find((row) => row.finding === "missed.household_member");
    const gone = earlier.find((row) => row.finding === "wrong.deceased");
    if (kept === undefined || gone === undefined) throw new Error("the county lacks a finding");
    await fillIn(first, { [kept.finding_id]: ["属实", "已补录"], [gone.finding_id]: ["不属实", "重名"] });

    const second = join(folder, "round2.xlsx");
    const today = findings.filter((row) => row !== gone);
    const result = await writeWorkbook({ summary: inventSummary(today), findings: today, path: second, lang: "zh", ids: "full", previous: await readPrevious(first) });
    const isNew = today.filter((row) => !earlier.includes(row)).length;
    expect(result.previous).toEqual({ new: isNew, same: today.length - isNew, gone: 1, notChecked: 0, carried: 1 });
    const status = await values(second, "同户成员漏纳", "状态");
    for (const row of today.filter(({ finding }) => finding === "missed.household_member")) expect(status.get(row.finding_id)).toBe(earlier.includes(row) ? "仍在" : "新增");
    expect((await values(second, "同户成员漏纳", "核查结果")).get(kept.finding_id)).toBe("属实");
    expect((await values(second, "同户成员漏纳", "具体原因")).get(kept.finding_id)).toBe("已补录");
    expect([...(await values(second, "已消除", "状态"))]).toEqual([[gone.finding_id, "已消除"]]);
    expect((await values(second, "已消除", "具体原因")).get(gone.finding_id)).toBe("重名");

    // What is gone stays gone: it is not an earlier finding of the third round.
    const third = await readPrevious(second);
    expect(third.ids).toEqual(new Set(today.map(({ finding_id }) => finding_id)));
    expect(third.marks.get(kept.finding_id)).toEqual({ result: "confirmed", note: "已补录" });
  });

  it("keeps findings whose check did not run this time, apart from those that are gone", async () => {
    const path = join(folder, "vehicles.csv");
    const vehicle = { ...at(0), finding_id: "v1", finding: "wrong.vehicle" };
    await writeFile(path, csv([vehicle, { ...at(1), finding_id: "g1", finding: "wrong.deceased" }]));
    const comparison = comparePrevious(await readPrevious(path), ["wrong.vehicle"]);
    expect(comparison.see("n1")).toEqual({ status: "new", mark: null });
    expect((await gather(comparison.unseen())).map(({ row, status }) => [row.finding_id, status])).toEqual([["v1", "notChecked"], ["g1", "gone"]]);
    expect(comparison.counts()).toEqual({ new: 1, same: 0, gone: 1, notChecked: 1, carried: 0 });
  });

  it("is an output folder: findings from the csv, results from the workbook, or from the volumes a township", async () => {
    const out = join(folder, "out");
    await mkdir(out);
    await writeFile(join(out, "findings.csv"), csv(findings));
    const volumes = await writeWorkbooks({ summary: inventSummary(findings), findings, path: join(out, VOLUMES_FOLDER), lang: "zh", ids: "masked" });
    const volume = volumes.volumes.find(({ township }) => at(0).division.startsWith(township));
    await fillIn(join(out, VOLUMES_FOLDER, volume?.file ?? ""), { [at(0).finding_id]: ["存疑待查", ""] });
    await writeFile(join(out, "~$findings.xlsx"), "left by an open spreadsheet program");
    const previous = await readPrevious(out);
    expect(previous.ids.size).toBe(findings.length);
    expect([...previous.marks]).toEqual([[at(0).finding_id, { result: "disputed", note: "" }]]);
    expect(await gather(previous.rows())).toEqual(findings);
  });

  it("finds its columns under a title row and in another order", async () => {
    const path = join(folder, "moved.xlsx");
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet("上帕镇");
    sheet.addRow(["上帕镇核查表"]);
    sheet.addRow(["疑点编号", "核查结果", "疑点", "姓名"]);
    sheet.addRow(["f1", { richText: [{ text: "属" }, { text: "实" }] }, "死亡未退出", "李丽"]);
    sheet.addRow(["", "属实", "", "没有编号的行"]);
    await workbook.xlsx.writeFile(path);
    const previous = await readPrevious(path);
    expect([...previous.marks]).toEqual([["f1", { result: "confirmed", note: "" }]]);
    expect((await gather(previous.rows()))[0]).toMatchObject({ finding: "wrong.deceased", name: "李丽" });
  });

  it("says clearly what is missing or broken", async () => {
    await expect(readPrevious(join(folder, "nowhere"))).rejects.toMatchObject({ code: "previous_missing" });
    await mkdir(join(folder, "empty"));
    await expect(readPrevious(join(folder, "empty"))).rejects.toMatchObject({ code: "previous_missing" });
    await writeFile(join(folder, "broken.xlsx"), "no zip");
    await expect(readPrevious(join(folder, "broken.xlsx"))).rejects.toMatchObject({ code: "previous_unreadable" });
    await writeFile(join(folder, "other.csv"), "a,b\r\n1,2\r\n");
    await expect(readPrevious(join(folder, "other.csv"))).rejects.toMatchObject({ code: "previous_unreadable" });
  });

  it("reads any findings.csv back as it was written", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "中", '"', ",", "\n", "\r\n", ";", " ", "=", "😀"), maxLength: 12 });
    const row = fc.record(Object.fromEntries(FINDING_COLUMNS.map((column) => [column, text]))) as fc.Arbitrary<FindingRow>;
    const path = join(folder, "any.csv");
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (rows) => {
        await writeFile(path, csv(rows));
        expect(await gather(readFindingsCsv(path))).toEqual(rows);
      }),
    );
  });
});

describe("workbooks a township", () => {
  it("hold every finding once, in the township's own file, and leave nothing else behind", async () => {
    const path = join(folder, "volumes");
    const { volumes } = await writeWorkbooks({ summary: inventSummary(findings), findings: [...findings, { ...at(0), finding_id: "odd", division: "a/b:c*?" }, { ...at(0), finding_id: "none", division: "" }], path, lang: "zh", ids: "full" });
    expect((await readdir(path)).sort()).toEqual(volumes.map(({ file }) => file).sort());
    const seen: string[] = [];
    for (const { township, file, findings: count } of volumes) {
      const rows = await gather((await readPrevious(join(path, file))).rows());
      expect(rows).toHaveLength(count);
      for (const row of rows) {
        expect(row.division.split("/")[0]).toBe(township);
        seen.push(row.finding_id);
      }
    }
    expect(seen.sort()).toEqual([...findings.map(({ finding_id }) => finding_id), "none", "odd"].sort());
  });
});
