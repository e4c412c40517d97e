import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FindingRow, FINDINGS, type Summary } from "@doudi/contract";
import ExcelJS from "exceljs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inventFindings, inventSummary } from "../county.testkit.js";
import { severityRank } from "../findingOrder.js";
import { writeWorkbook } from "./writeWorkbook.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doudi-workbook-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function write(findings: readonly FindingRow[], options: { lang?: "zh" | "en"; ids?: "full" | "masked"; summary?: Partial<Summary> } = {}): Promise<ExcelJS.Workbook> {
  const path = join(folder, `${Math.abs(hash(JSON.stringify([findings, options])))}.xlsx`);
  await writeWorkbook({ summary: inventSummary(findings, options.summary), findings, path, lang: options.lang ?? "zh", ids: options.ids ?? "full" });
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

function hash(text: string): number {
  let value = 0;
  for (const letter of text) value = (Math.imul(value, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return value;
}

function sheetOf(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = workbook.getWorksheet(name);
  if (sheet === undefined) throw new Error(`no sheet ${name}: ${workbook.worksheets.map((each) => each.name).join(", ")}`);
  return sheet;
}

function column(sheet: ExcelJS.Worksheet, header: string): ExcelJS.Cell[] {
  const at = (sheet.getRow(1).values as ExcelJS.CellValue[]).indexOf(header);
  expect(at).toBeGreaterThan(0);
  const cells: ExcelJS.Cell[] = [];
  for (let row = 2; row <= sheet.rowCount; row += 1) cells.push(sheet.getCell(row, at));
  return cells;
}

function allText(workbook: ExcelJS.Workbook): string[] {
  const texts: string[] = [];
  for (const sheet of workbook.worksheets) sheet.eachRow((row) => row.eachCell((cell) => texts.push(cell.text)));
  return texts;
}

describe("findings.xlsx", () => {
  it("has a cover, then a sheet for each kind that has findings, each with all of its findings", async () => {
    const findings = inventFindings({ scale: 0.3 });
    const workbook = await write(findings);
    const codes = new Set(findings.map(({ finding }) => finding));
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(["封面", ...Object.entries(FINDINGS).flatMap(([code, { zh }]) => (codes.has(code) ? [zh] : []))]);
    const severe = findings.filter(({ finding }) => finding === "missed.severe_disability");
    const ids = column(sheetOf(workbook, "重度残疾未纳入"), "疑点编号").map((cell) => cell.text);
    expect(ids.sort()).toEqual(severe.map(({ finding_id }) => finding_id).sort());
  });

  it("orders a sheet by severity, then township", async () => {
    const findings = inventFindings({ scale: 0.5 });
    const bySeverity = new Map([["高", "high"], ["中", "medium"], ["低", "low"]]);
    const sheet = sheetOf(await write(findings), "同户成员漏纳");
    const places = column(sheet, "乡镇/村").map((cell) => cell.text);
    const keys = column(sheet, "程度").map((cell, index) => `${severityRank(bySeverity.get(cell.text) ?? "")} ${places[index]}`);
    expect(keys).toEqual([...keys].sort());
    expect(new Set(keys.map((key) => key[0])).size).toBe(3);
  });

  it("keeps ids as text, and never writes a formula", async () => {
    const dangers = ["=1+1", "+86 1", "-2", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "\t=1"];
    const base = inventFindings({ scale: 0.1 }).filter(({ finding }) => finding === "wrong.deceased");
    const [model] = base;
    if (model === undefined) throw new Error("the county has no such finding");
    const findings = dangers.map((danger, index) => ({ ...model, finding_id: `f${index}`, name: danger, reason: danger, division: danger, household_no: danger, source: danger, rows: danger }));
    const sheet = sheetOf(await write(findings), "死亡未退出");
    const names = column(sheet, "姓名");
    expect(names.map((cell) => cell.value).sort()).toEqual([...dangers].sort());
    const formulas: string[] = [];
    sheet.eachRow((row) => row.eachCell((cell) => {
      if (cell.type === ExcelJS.ValueType.Formula) formulas.push(cell.address);
    }));
    expect(formulas).toEqual([]);
    for (const cell of [...names, ...column(sheet, "身份证号"), ...column(sheet, "具体原因")]) expect(cell.numFmt).toBe("@");
    for (const cell of column(sheet, "身份证号")) expect(cell.value).toBe(model.id_number);
  });

  it("survives control characters, lone surrogates and endless reasons", async () => {
    const [model] = inventFindings({ scale: 0.1 });
    if (model === undefined) throw new Error("the county has no finding");
    const findings = [{ ...model, finding: "wrong.deceased", name: "李\u0000\u000b丽\ud800", reason: "长".repeat(40_000) }];
    const sheet = sheetOf(await write(findings), "死亡未退出");
    expect(column(sheet, "姓名")[0]?.value).toBe("李丽\ufffd");
    expect(column(sheet, "疑点说明")[0]?.text).toHaveLength(32_767);
  });

  it("gives the clerk a drop-down, a frozen and filtered header, and prints A4 landscape with the header on every page", async () => {
    const findings = inventFindings({ scale: 0.3 });
    const sheet = sheetOf(await write(findings), "死亡未退出");
    const result = column(sheet, "核查结果");
    expect(result[0]?.dataValidation).toMatchObject({ type: "list", formulae: ['"属实,不属实,存疑待查"'] });
    expect(result.at(-1)?.dataValidation).toMatchObject({ type: "list" });
    expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
    expect(sheet.autoFilter).toMatch(new RegExp(`^A1:[A-Z]+${sheet.rowCount}$`));
    expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: "1:1" });
    expect(sheet.headerFooter.oddFooter).toContain("&P");
    expect(column(sheet, "疑点说明")[0]?.alignment.wrapText).toBe(true);
    expect(column(sheet, "疑点编号")[0]?.text).toMatch(/^[0-9a-f]{20}$/);
  });

  it("says on the cover what was read, found, not run and not sourced, with links and places to sign", async () => {
    const findings = inventFindings({ scale: 0.3 });
    const workbook = await write(findings, { summary: { unreadable: [{ file: "坏.xlsx", code: "file_unreadable", message: "文件已加密" }] } });
    const cover = sheetOf(workbook, "封面");
    const texts: string[] = [];
    const links: string[] = [];
    cover.eachRow((row) => row.eachCell((cell) => {
      texts.push(cell.text);
      if (cell.type === ExcelJS.ValueType.Hyperlink) links.push(cell.hyperlink);
    }));
    const page = texts.join("\n");
    for (const part of ["福贡县", "2020-03-31", "坏.xlsx：文件已加密", "缺少机动车花名册", "允许房产套数 = 1 套", "残疾人台账.csv", "民政部门", "乡村振兴（扶贫）部门", "经办人：", "负责人：", "（盖章）"]) expect(page).toContain(part);
    const names = workbook.worksheets.map(({ name }) => name);
    expect(links).toHaveLength(names.length - 1);
    for (const link of links) expect(names).toContain(/^#'(.+)'!A1$/.exec(link)?.[1]);
    const row = cover.getColumn(2).values.findIndex((value) => value === "残疾人台账.csv");
    expect((cover.getRow(row).values as ExcelJS.CellValue[]).slice(6)).toEqual([4390, 4368, 18, 4]);
  });

  it("masks ids when asked, in the reasons as well", async () => {
    const texts = allText(await write(inventFindings({ scale: 0.3 }), { ids: "masked" }));
    expect(texts.filter((text) => /\d{15}/.test(text.replace(/[0-9a-f]{20}/g, "")))).toEqual([]);
    expect(texts.some((text) => /^533\*{11}\d{3}[\dX]$/.test(text))).toBe(true);
  });

  it("speaks English, with sheet names that spreadsheets accept", async () => {
    const workbook = await write(inventFindings({ scale: 0.3 }), { lang: "en" });
    const names = workbook.worksheets.map(({ name }) => name);
    for (const name of names) expect(name).toMatch(/^[^\\/?*[\]:']{1,31}$/);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(column(sheetOf(workbook, "Deceased still on the roll"), "Check result")[0]?.dataValidation).toMatchObject({ formulae: ['"confirmed,not so,disputed"'] });
  });

  it("refuses more findings than a workbook should hold", async () => {
    const [model] = inventFindings({ scale: 0.1 });
    if (model === undefined) throw new Error("the county has no finding");
    function* endless(row: FindingRow): Generator<FindingRow> {
      for (let index = 0; ; index += 1) yield { ...row, finding_id: String(index) };
    }
    const writing = writeWorkbook({ summary: inventSummary([]), findings: endless(model), path: join(folder, "large.xlsx"), lang: "zh", ids: "full" });
    await expect(writing).rejects.toMatchObject({ code: "workbook_too_large" });
  });
});
