import { appendFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CFB, utils } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { loadKinds } from "./kinds.js";
import type { ManifestEntry } from "./manifest.js";
import { openFile } from "./openFile.js";
import { readAll } from "./readAll.testkit.js";
import { tempFolder } from "./tempFolder.testkit.js";
import { workbookBytes } from "./workbook.testkit.js";

const kinds = loadKinds();
const ID = "533399196001011234";
const OTHER = "533399198503052345";
/** 低保 in GB18030. */
const GBK_DIBAO = Buffer.from("b5cdb1a3", "hex");

async function open(name: string, content: string | Uint8Array, entries: ManifestEntry[] = [], date?: string) {
  const folder = await tempFolder({ [name]: content });
  const opened = await openFile(join(folder, name), { kinds, date, manifest: { path: "m.yaml", entries } });
  return { ...opened, path: join(folder, name), roster: opened.rosters[0], table: opened.rosters[0]?.sheets[0], codes: opened.problems.map((problem) => problem.code) };
}

describe("CSV files", () => {
  it("reads a plain file and lets an engine read it", async () => {
    const text = `身份证号,姓名,月保障金额(元)\n${ID},张三,350\n${OTHER},李四,400\n`;
    const { roster, table } = await open("低保2020年第一季度.csv", text);
    expect(roster).toMatchObject({ kind: "dibao", format: "csv", encoding: "utf-8", period: { end: "2020-03-31" }, bytes: Buffer.byteLength(text) });
    expect(table).toMatchObject({ sheet: "", headerRow: 1, headers: ["身份证号", "姓名", "月保障金额(元)"], mapping: ["id_number", "name", "amount_fen_month"], units: [null, null, "元"] });
    expect(table?.direct).toMatchObject({ delimiter: ",", firstDataLine: 1, dataLines: 2, newline: "\n" });
    expect(await readAll(table)).toEqual({ rows: [{ row: 2, cells: [ID, "张三", "350"] }, { row: 3, cells: [OTHER, "李四", "400"] }], rejected: [], skipped: 0 });
  });

  it.each([
    ["tab", "\t"], ["semicolon", ";"], ["bar", "|"], ["comma", ","],
  ])("finds the %s between cells", async (_, delimiter) => {
    const { table } = await open("低保.csv", [["身份证号", "姓名", "村"], [ID, "张三", "甲村"]].map((row) => row.join(delimiter)).join("\r\n"));
    expect(table?.direct).toMatchObject({ delimiter, newline: "\r\n", dataLines: 1 });
    expect((await readAll(table)).rows).toEqual([{ row: 2, cells: [ID, "张三", "甲村"] }]);
  });

  it("knows the byte order mark, titles, quotes with line breaks, blank lines, totals and signatures", async () => {
    const { table } = await open("a.csv", `\ufeff福贡县2020年3月低保对象花名册,,\n\n序号,姓名,身份证号,住址\n1,张三,${ID},"上帕镇\n甲村, 一组"\n\n2,"李""四",${OTHER}\n合计,,2,\n制表人：王五,,审核：赵六,\n`);
    expect(table).toMatchObject({ headerRow: 3, title: ["福贡县2020年3月低保对象花名册"], direct: null });
    expect(await readAll(table)).toEqual({
      rows: [{ row: 4, cells: ["1", "张三", ID, "上帕镇\n甲村, 一组"] }, { row: 7, cells: ["2", '李"四', OTHER, ""] }],
      rejected: [], skipped: 3,
    });
  });

  it("reads GB18030", async () => {
    const header = Buffer.from("d0d5c3fb2cc9edb7ddd6a4bac52cb5cdb1a3bdf0", "hex");
    const { roster, table } = await open("a.csv", Buffer.concat([header, Buffer.from("\n"), Buffer.from("d5c5c8fd", "hex"), Buffer.from(`,${ID},350\n`)]));
    expect(roster).toMatchObject({ kind: "dibao", encoding: "gb18030" });
    expect(table?.direct).toBeNull();
    expect((await readAll(table)).rows).toEqual([{ row: 2, cells: ["张三", ID, "350"] }]);
  });

  it("rejects a line that cannot be decoded, and only that one", async () => {
    const text = Buffer.concat([Buffer.from(`姓名,身份证号\n张三,${ID}\n`), GBK_DIBAO, Buffer.from(`,${OTHER}\n李四,${OTHER}\n`)]);
    const { roster, table } = await open("低保.csv", text);
    expect(roster?.encoding).toBe("utf-8");
    const { rows, rejected } = await readAll(table);
    expect(rows.map((row) => row.row)).toEqual([2, 4]);
    expect(rejected).toMatchObject([{ row: 3, reason: { en: "characters that cannot be decoded" } }]);
  });

  it("pads short lines, drops empty cells too many, rejects full ones", async () => {
    const { table } = await open("低保.csv", `姓名,身份证号,村\n张三,${ID}\n李四,${OTHER},甲村,,\n王五,${OTHER},甲村,多余\n`);
    const { rows, rejected } = await readAll(table);
    expect(rows.map((row) => row.cells)).toEqual([["张三", ID, ""], ["李四", OTHER, "甲村"]]);
    expect(rejected).toMatchObject([{ row: 4, reason: { en: "more cells than the header has" }, raw: `王五,${OTHER},甲村,多余` }]);
  });

  it("loses one line to a quote that is never closed", async () => {
    const lines = Array.from({ length: 200 }, (_, index) => `张三${index},${ID},甲村`);
    lines[50] = `"李四,${OTHER},甲村`;
    const { table } = await open("低保.csv", `姓名,身份证号,村\n${lines.join("\n")}\n`);
    const { rows, rejected } = await readAll(table);
    expect(rows).toHaveLength(199);
    expect(rejected).toMatchObject([{ row: 52, reason: { en: "a quote that is never closed" } }]);
  });

  it("tells rows from what is none", async () => {
    const { table } = await open("低保.csv", `姓名,身份证号,备注\n张三,${ID},\n,,只有备注\n合计,${OTHER},\n#REF!,#N/A,x\n姓名,身份证号,备注\n1,2,3\n小 计,,5\n李四,,\n,5.33399E+17,\n`);
    const { rows, rejected, skipped } = await readAll(table);
    expect(rows.map((row) => row.row)).toEqual([2, 4, 9, 10]);
    expect(rejected.map(({ row, reason }) => [row, reason.en])).toEqual([[3, "no id and no name"], [5, "the id or name is a formula error and nothing else identifies the row"]]);
    expect(skipped).toBe(3);
  });

  it("keeps a file with totals at its end from the engine", async () => {
    expect((await open("低保.csv", `姓名,身份证号\n张三,${ID}\n合计,1\n`)).table?.direct).toBeNull();
  });

  it("notices a file that changes after it was opened", async () => {
    const { table, path } = await open("低保.csv", `姓名,身份证号\n张三,${ID}\n`);
    await appendFile(path, `李四,${OTHER}\n`);
    await expect(readAll(table)).rejects.toMatchObject({ code: "file_changed" });
  });

  it("notices other bytes of the same length and time", async () => {
    const folder = await tempFolder();
    const path = join(folder, "低保.csv");
    const time = new Date("2020-01-01");
    await writeFile(path, `姓名,身份证号\n张三,${ID}\n`);
    await utimes(path, time, time);
    const { rosters } = await openFile(path, { kinds });
    await writeFile(path, `姓名,身份证号\n李四,${ID}\n`);
    await utimes(path, time, time);
    await expect(readAll(rosters[0]?.sheets[0])).rejects.toMatchObject({ code: "file_changed" });
  });
});

describe("workbooks", () => {
  const rows = [["姓名", "身份证号", "享受时间"], ["张三", ID, "2020-01"], ["李四", OTHER, "2020-02"]];

  it.each(["xlsx", "biff8"] as const)("%s: several sheets are one roster, a cover is none", async (type) => {
    const { roster } = await open(type === "xlsx" ? "低保.xlsx" : "低保.xls", workbookBytes({ 封面: [["报送说明"], ["共两个乡镇"]], 上帕镇: rows, 鹿马登乡: rows, Sheet4: [] }, type));
    expect(roster?.sheets.map((sheet) => sheet.sheet)).toEqual(["上帕镇", "鹿马登乡"]);
    expect(roster?.warnings.map((warning) => warning.en)).toEqual(["the sheet “封面” is no roster (2 rows) and was not read"]);
    const first = await readAll(roster?.sheets[0]);
    expect(first.rows).toEqual([{ row: 2, cells: ["张三", ID, "2020-01"] }, { row: 3, cells: ["李四", OTHER, "2020-02"] }]);
    expect(await readAll(roster?.sheets[0])).toEqual(first);
  });

  it.each(["xlsx", "biff8"] as const)("%s: two-row header, merged cells, numbers, dates, errors, hidden rows", async (type) => {
    const sheet = utils.aoa_to_sheet([
      ["福贡县2020年第一季度农村低保对象花名册"],
      ["序号", "户主", null, "成员", null, null, "保障金额\n（元）", "享受时间"],
      [null, "姓名", "身份证号码", "姓名", "身份证号码(18位)", "与户主关系", null, null],
      [1, "李四", ID, "李四", ID, "户主", 350.5, 43891],
      [null, null, null, "王五", Number(OTHER), "之子", 350, 43891],
      [2, "赵六", OTHER, "赵六", OTHER, "户主", 0, "2020.3"],
      ["合  计", null, null, null, null, null, 1050],
      ["制表人：张三"],
    ]);
    sheet["!merges"] = ["A1:H1", "B2:C2", "D2:F2", "A2:A3", "G2:G3", "H2:H3", "A4:A5", "B4:B5", "C4:C5"].map((range) => utils.decode_range(range));
    sheet["H4"].z = "yyyy/m/d";
    sheet["G6"] = { t: "e", v: 0x17 };
    sheet["!rows"] = [{}, {}, {}, {}, { hidden: true }];
    const { table, roster } = await open(type === "xlsx" ? "a.xlsx" : "a.xls", workbookBytes({ 上帕镇: sheet }, type));
    expect(table).toMatchObject({ headerRow: 2, headerRows: 2, mapping: [null, "head_name", "head_id", "name", "id_number", "relation", "amount_fen_month", "start_date"] });
    expect(table?.headers.slice(1, 3)).toEqual(["户主/姓名", "户主/身份证号码"]);
    const { rows: read, rejected, skipped } = await readAll(table);
    expect(read).toEqual([
      { row: 4, cells: ["1", "李四", ID, "李四", ID, "户主", "350.5", "2020-03-01"] },
      { row: 5, cells: ["1", "李四", ID, "王五", "5.33399198503052E+17", "之子", "350", "43891"] },
      { row: 6, cells: ["2", "赵六", OTHER, "赵六", OTHER, "户主", "#REF!", "2020.3"] },
    ]);
    expect({ rejected, skipped }).toEqual({ rejected: [], skipped: 2 });
    const warnings = roster?.warnings.map((warning) => warning.en) ?? [];
    expect(warnings).toContain("1 cells of the sheet “上帕镇” hold formula errors");
    // The library that makes the test files does not write hidden rows to .xls.
    expect(warnings.some((warning) => warning.includes("1 rows of the sheet “上帕镇” are hidden"))).toBe(type === "xlsx");
  });

  it("reads the upper row of a header as groups, and the unit above it", async () => {
    const sheet = utils.aoa_to_sheet([
      ["福贡县低保对象名册"],
      ["填报单位：民政局", null, null, null, "单位：万元"],
      ["序号", "保障对象", null, "保障情况", null, null],
      [null, "姓名", "身份证号", "保障类别", "类型", "月保障金额"],
      [1, "张三", ID, "A类", "城市", 0.03],
    ]);
    sheet["!merges"] = ["A1:F1", "A2:D2", "E2:F2", "A3:A4", "B3:C3", "D3:F3"].map((range) => utils.decode_range(range));
    const { table } = await open("a.xlsx", workbookBytes({ a: sheet }));
    expect(table).toMatchObject({
      headerRow: 3, headerRows: 2,
      headers: ["序号", "保障对象/姓名", "保障对象/身份证号", "保障情况/保障类别", "保障情况/类型", "保障情况/月保障金额"],
      mapping: [null, "name", "id_number", "dibao_class", "dibao_type", "amount_fen_month"],
      units: [null, null, null, null, null, "万元"],
    });
  });

  it("reads a roster of one row a household", async () => {
    const { table } = await open("低保.xlsx", workbookBytes({ a: [["户编号", "户主姓名", "户主身份证号", "家庭人口数"], ["1", "张三", ID, 4], ["2", "李四", null, 2], ["3", null, null, 1], ["合计", null, null, 7]] }));
    expect(table?.mapping).toEqual(["household_no", "head_name", "head_id", "member_count"]);
    const { rows: read, rejected, skipped } = await readAll(table);
    expect([read.map((row) => row.row), rejected.map((row) => row.row), skipped]).toEqual([[2, 3], [4], 1]);
  });

  it("takes sheets of two kinds as two rosters", async () => {
    const { rosters } = await open("报送.xlsx", workbookBytes({ 低保: rows, 特困供养: rows }));
    expect(rosters.map((roster) => [roster.kind, roster.sheets.map((sheet) => sheet.sheet)])).toEqual([["dibao", ["低保"]], ["tekun", ["特困供养"]]]);
  });

  it("reads a page saved as .xls without rounding ids", async () => {
    const html = `<html><body><table><tr><td>姓名</td><td>身份证号</td></tr><tr><td>张三</td><td>${ID}</td></tr></table></body></html>`;
    const { table, roster } = await open("低保.xls", html);
    expect(roster?.format).toBe("xls");
    expect((await readAll(table)).rows).toEqual([{ row: 2, cells: ["张三", ID] }]);
  });

  it("reads text saved as .xls", async () => {
    const { roster, table } = await open("低保.xls", `姓名\t身份证号\n张三\t${ID}\n`);
    expect(roster?.format).toBe("csv");
    expect((await readAll(table)).rows).toEqual([{ row: 2, cells: ["张三", ID] }]);
  });

  it("notices a workbook that changes between two readings", async () => {
    const { table, path } = await open("低保.xlsx", workbookBytes({ a: rows }));
    await readAll(table);
    await writeFile(path, workbookBytes({ a: rows.slice(0, 2) }));
    await expect(readAll(table)).rejects.toMatchObject({ code: "file_changed" });
  });
});

describe("bad input", () => {
  it("names an encrypted workbook", async () => {
    const container = CFB.utils.cfb_new();
    CFB.utils.cfb_add(container, "/EncryptionInfo", Buffer.alloc(64, 4));
    CFB.utils.cfb_add(container, "/EncryptedPackage", Buffer.alloc(4096, 7));
    const bytes = CFB.write(container, { type: "buffer" }) as Buffer;
    expect((await open("低保.xlsx", bytes)).codes).toEqual(["file_encrypted"]);
  });

  it.each([
    ["a cut workbook", "低保.xlsx", workbookBytes({ a: [["姓名", "身份证号"], ["张三", ID]] }).subarray(0, 2000), "file_damaged"],
    ["a cut old workbook", "低保.xls", workbookBytes({ a: [["姓名", "身份证号"], ["张三", ID]] }, "biff8").subarray(0, 1500), "file_damaged"],
    ["text named .xlsx", "低保.xlsx", "hello", "file_damaged"],
    ["an empty file", "低保.csv", "", "file_empty"],
    ["a file of blanks", "低保.csv", "\ufeff\n \n", "file_empty"],
    ["an empty workbook", "低保.xlsx", workbookBytes({ a: [] }), "file_empty"],
    ["no header", "低保.csv", `张三,${ID}\n李四,${OTHER}\n`, "header_missing"],
    ["no header in a sheet", "低保.xlsx", workbookBytes({ a: [["姓名", "身份证号"], ["张三", ID]], b: [["李四", OTHER]] }), "header_missing"],
    ["an unknown kind", "表1.csv", `姓名,身份证号\n张三,${ID}\n`, "kind_unknown"],
    ["an ambiguous kind", "残疾人两项补贴.csv", `姓名,残疾证号\n张三,${ID}42\n`, "kind_ambiguous"],
    ["a header twice", "低保.csv", `姓名,身份证号,身份证号\n张三,${ID},${ID}\n`, "column_duplicate"],
    ["two headers for one column", "低保.csv", `姓名,身份证号,公民身份号码\n张三,${ID},${ID}\n`, "column_twice"],
    ["UTF-16", "低保.csv", Buffer.from(`\ufeff姓名,身份证号\n`, "utf16le"), "encoding_unknown"],
    ["bytes of no encoding", "低保.csv", Buffer.concat(Array.from({ length: 30 }, () => Buffer.from("ff80ff2c80ff0a", "hex"))), "encoding_unknown"],
  ])("%s", async (_, name, content, code) => {
    const { codes, rosters, problems } = await open(name, content);
    expect(codes).toEqual([code]);
    expect(rosters).toEqual([]);
    expect(problems[0]?.message.zh).toContain(name);
    expect(problems[0]?.message.en).not.toMatch(/\{\w+\}/);
  });

  it.each([
    ["cut short", workbookBytes({ a: [["姓名", "身份证号"], ["张三", ID]] }).subarray(0, 2000)],
    ["with a part that cannot be unpacked", workbookBytes({ a: [["姓名", "身份证号"], ["张三", ID]] }).fill(0xff, 60, 200)],
  ])("says in Chinese what is wrong with a workbook %s", async (_, content) => {
    const { problems } = await open("低保.xlsx", content);
    expect(problems[0]?.code).toBe("file_damaged");
    expect(problems[0]?.message.zh.replaceAll(/低保\.xlsx|Excel/g, "")).not.toMatch(/[A-Za-z]/);
    expect(problems[0]?.message.en).toMatch(/\(\w.*\)/);
  });

  it("a missing file", async () => {
    const folder = await tempFolder();
    expect((await openFile(join(folder, "低保.csv"), { kinds })).problems.map((problem) => problem.code)).toEqual(["file_unreadable"]);
  });

  it("a zip bomb, by what it says and by what comes out", async () => {
    const bytes = workbookBytes({ a: [["姓名", "身份证号"], ...Array.from({ length: 500 }, () => ["张三", ID])] });
    const folder = await tempFolder({ "低保.xlsx": bytes });
    const limits = { totalBytes: 20_000, entryBytes: 20_000, entries: 100, ratio: 100 };
    const said = await openFile(join(folder, "低保.xlsx"), { kinds, limits });
    expect(said.problems.map((problem) => problem.code)).toEqual(["file_too_large"]);
    // Sizes in the directory that lie are found when the parts are unpacked.
    const lying = Buffer.from(bytes);
    for (let at = lying.indexOf("PK\u0001\u0002"); at >= 0; at = lying.indexOf("PK\u0001\u0002", at + 4)) lying.writeUInt32LE(10, at + 24);
    await writeFile(join(folder, "低保.xlsx"), lying);
    expect((await openFile(join(folder, "低保.xlsx"), { kinds })).problems.map((problem) => problem.code)).toEqual(["file_damaged"]);
  });

  it("lets a manifest say kind, columns and period", async () => {
    const { roster, table, codes } = await open("表1.csv", `姓名,身份证号,公民身份号码\n张三,${ID},${ID}\n`, [
      { file: "表1.csv", kind: "tekun", period: "2020Q1", version: "2", part: "上帕镇", sent_by: "民政局", columns: { 公民身份号码: "id_number" } },
    ]);
    expect(codes).toEqual([]);
    expect(roster).toMatchObject({ kind: "tekun", kindConfidence: 1, kindEvidence: ["manifest"], period: { end: "2020-03-31" }, version: "2", part: "上帕镇", sentBy: "民政局" });
    expect(table?.mapping).toEqual(["name", null, "id_number"]);
  });

  it("warns of a period that ended long ago and still reads every row", async () => {
    const { roster, table } = await open("低保2019年第一季度.csv", `姓名,身份证号,享受时间\n张三,${ID},2021-01\n`, [], "2020-05-01");
    expect(roster?.warnings.map((warning) => warning.en)).toEqual(["the roster's period 2019年第一季度 ended 397 days before 2020-05-01"]);
    expect((await readAll(table)).rows).toHaveLength(1);
  });
});
