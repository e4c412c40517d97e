import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { utils, type WorkSheet } from "@e965/xlsx";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REJECTIONS, type Rejection } from "./classifyRow.js";
import { encodeGb18030 } from "./gb18030.testkit.js";
import { loadKinds } from "./kinds.js";
import { openFile } from "./openFile.js";
import { readAll } from "./readAll.testkit.js";
import type { DirectCsv } from "./source.js";
import { tempFolder } from "./tempFolder.testkit.js";
import { workbookBytes, type Cell } from "./workbook.testkit.js";

const kinds = loadKinds();
const RUNS = process.env["DOUDI_SLOW"] === undefined ? 50 : 500;
const HEADER = ["身份证号", "姓名", "村", "低保金额"];

/** What a generated line is and what must become of it. */
interface Line {
  text: string;
  /** Physical lines that it takes. */
  height: number;
  fate: "row" | "skipped" | Rejection;
  cells?: string[];
  broken?: boolean;
}

const id = fc.integer({ min: 0, max: 9_999_999 }).map((number) => `5333991${String(number).padStart(10, "0")}X`);
const name = fc.constantFrom("张三", "李四", "王小五", "阿普·约翰", "赵 六");
const village = fc.constantFrom("达普洛村", "甲村", "", " 乙村 ");
const amount = fc.constantFrom("350", "1,050元".replace(",", "，"), "", "４００");
const cells = fc.tuple(id, name, village, amount);
const row = (cells: string[]): Line => ({ text: cells.join(","), height: 1, fate: "row", cells });

const goodLine: fc.Arbitrary<Line> = fc.oneof(
  { weight: 8, arbitrary: cells.map(row) },
  { weight: 1, arbitrary: name.map((one) => row(["", one, "甲村", ""])) },
  { weight: 1, arbitrary: fc.constantFrom("5.33399E+17", "53339919600101", "５３３３９９１９６００１０１１２３Ｘ").map((text) => row([text, "", "", "1"])) },
);
const oddLine: fc.Arbitrary<Line> = fc.oneof(
  cells.map(([a, b, c]) => ({ text: [a, b, c].join(","), height: 1, fate: "row" as const, cells: [a, b, c, ""] })),
  cells.map((all) => ({ text: `${all.join(",")},, `, height: 1, fate: "row" as const, cells: all })),
  cells.map(([a, b, , d]) => ({ text: `${a},"${b}","上帕镇\n甲""村, 一组",${d}`, height: 2, fate: "row" as const, cells: [a, b, '上帕镇\n甲"村, 一组', d] })),
  cells.map((all) => ({ text: `${all.join(",")},多余`, height: 1, fate: "extra_cells" as const })),
  cells.map((all) => ({ text: `"${all.join(",")}`, height: 1, fate: "quote_open" as const })),
  cells.map(([a, b, c, d]) => ({ text: `${a},"${b}"先生,${c},${d}`, height: 1, fate: "quote_text" as const })),
  fc.constantFrom(",,甲村,350", ", ,甲村,", ",,,只有金额").map((text) => ({ text, height: 1, fate: "no_identity" as const })),
  fc.constantFrom("#REF!,,甲村,", "#N/A,#VALUE!,,").map((text) => ({ text, height: 1, fate: "formula_error" as const })),
  fc.constantFrom("", "  ", ",,,", "合计,,,1050", ",合 计,,9", "小计：3人,,,", "制表人：张三,,审核：李四,", ",,负责人：王五,", "填表日期：2020年3月1日", "注：本表一式两份,,,", "身份证号,姓名,村,低保金额", "1,2,3,4", ",,,总计").map((text) => ({ text, height: 1, fate: "skipped" as const })),
);
const brokenLine: fc.Arbitrary<Line> = cells.map((all) => ({ text: all.join(","), height: 1, fate: "undecodable", broken: true }));

const csvFile = fc.record({
  lines: fc.tuple(fc.array(goodLine, { minLength: 8, maxLength: 40 }), fc.array(oddLine, { maxLength: 20 }), fc.array(brokenLine, { maxLength: 2 }))
    .chain(([good, odd, broken]) => fc.shuffledSubarray([...good, ...odd, ...broken], { minLength: good.length + odd.length + broken.length })),
  encoding: fc.constantFrom("utf-8", "bom", "gb18030"),
  newline: fc.constantFrom("\n", "\r\n"),
  title: fc.boolean(),
  lastBreak: fc.boolean(),
});

function csvBytes(file: { lines: Line[]; encoding: string; newline: string; title: boolean; lastBreak: boolean }): Buffer {
  const encode = (text: string): Buffer => (file.encoding === "gb18030" ? encodeGb18030(text) : Buffer.from(text));
  const lines = [...(file.title ? [{ text: "福贡县低保花名册" }] : []), { text: HEADER.join(",") }, ...file.lines];
  const encoded = lines.map((line, index) => {
    const broken = "broken" in line && line.broken === true;
    const end = index < lines.length - 1 || file.lastBreak ? file.newline : "";
    return Buffer.concat([broken ? Buffer.from([0x61, 0xff]) : Buffer.alloc(0), encode(line.text), Buffer.from(end)]);
  });
  return Buffer.concat([file.encoding === "bom" ? Buffer.from("efbbbf", "hex") : Buffer.alloc(0), ...encoded]);
}

function expectedOf(lines: readonly Line[], firstLine: number): { rows: { row: number; cells: string[] }[]; rejected: [number, string][]; skipped: number } {
  const expected: ReturnType<typeof expectedOf> = { rows: [], rejected: [], skipped: 0 };
  let line = firstLine;
  for (const one of lines) {
    if (one.fate === "row") expected.rows.push({ row: line, cells: one.cells ?? [] });
    else if (one.fate === "skipped") expected.skipped += 1;
    else expected.rejected.push([line, REJECTIONS[one.fate].en]);
    line += one.height;
  }
  return expected;
}

describe("damaged files", () => {
  it(`CSV: every line is a row, rejected or skipped, the same each time (${RUNS} files)`, async () => {
    const folder = await tempFolder();
    const path = join(folder, "低保.csv");
    await fc.assert(
      fc.asyncProperty(csvFile, async (file) => {
        // The last line without a line break and without text is no line.
        fc.pre(file.lastBreak || file.lines.at(-1)?.text !== "");
        await writeFile(path, csvBytes(file));
        const { rosters, problems } = await openFile(path, { kinds });
        expect(problems).toEqual([]);
        const table = rosters[0]?.sheets[0];
        const first = await readAll(table);
        const { rows, rejected, skipped } = expectedOf(file.lines, file.title ? 3 : 2);
        expect(first.rows).toEqual(rows);
        expect(first.rejected.map((one) => [one.row, one.reason.en])).toEqual(rejected);
        expect(first.skipped).toBe(skipped);
        expect(first.rows.length + first.rejected.length + first.skipped).toBe(file.lines.length);
        expect(await readAll(table)).toEqual(first);
      }),
      { numRuns: RUNS },
    );
  });

  it(`CSV: an engine that reads a plain file by itself sees the same rows (${RUNS} files)`, async () => {
    const folder = await tempFolder();
    const path = join(folder, "低保.csv");
    const instance = await DuckDBInstance.create(":memory:");
    const connection = await instance.connect();
    const readDirectly = async (direct: DirectCsv): Promise<string[][]> => {
      const columns = HEADER.map((_, index) => `'c${index}': 'VARCHAR'`).join(", ");
      const sql = `SELECT * FROM read_csv('${direct.path}', auto_detect = false, header = false, skip = ${direct.firstDataLine}, delim = '${direct.delimiter}', quote = '', escape = '', columns = {${columns}}, null_padding = false, parallel = false)`;
      const reader = await connection.runAndReadAll(sql);
      return reader.getRows().map((cells) => cells.map((cell) => (typeof cell === "string" ? cell : "")));
    };
    const plain = csvFile.map((file) => ({ ...file, encoding: file.encoding === "bom" ? "bom" : "utf-8", lines: file.lines.filter((line) => line.fate === "row" && line.height === 1 && line.cells?.length === line.text.split(",").length) }));
    await fc.assert(
      fc.asyncProperty(plain, async (file) => {
        await writeFile(path, csvBytes(file));
        const { rosters } = await openFile(path, { kinds });
        const table = rosters[0]?.sheets[0];
        const direct = table?.direct;
        if (direct === null || direct === undefined) throw new Error("a plain file must be readable directly");
        const { rows } = await readAll(table);
        expect(direct.dataLines).toBe(file.lines.length);
        expect(rows.map((one) => one.row)).toEqual(rows.map((_, index) => direct.firstDataLine + index + 1));
        expect(await readDirectly(direct)).toEqual(rows.map((one) => one.cells));
      }),
      { numRuns: RUNS },
    );
    connection.closeSync();
  });

  /** A sheet's row and what must become of it. */
  const sheetRow: fc.Arbitrary<{ cells: Cell[]; fate: Line["fate"]; texts?: string[] }> = fc.oneof(
    { weight: 6, arbitrary: cells.map((all) => ({ cells: all, fate: "row" as const, texts: all })) },
    { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 1930, max: 2010 }), name).map(([year, one]) => ({ cells: [Number(`533399${year}01011234`), one, null, 350.5], fate: "row" as const, texts: [`5.33399${year}01011E+17`, one, "", "350.5"] })) },
    { weight: 1, arbitrary: fc.constant<Cell[]>([null, null, null, null]).map((all) => ({ cells: all, fate: "skipped" as const })) },
    { weight: 1, arbitrary: fc.constantFrom<Cell[]>(["合计", null, null, 700], [null, "小 计", null, 1], ["制表人：张三", null, "审核：李四"], ["说明：无"], HEADER).map((all) => ({ cells: all, fate: "skipped" as const })) },
    { weight: 1, arbitrary: fc.constantFrom<Cell[]>([null, null, "甲村", 350], [null, "  ", "甲村", null]).map((all) => ({ cells: all, fate: "no_identity" as const })) },
    { weight: 1, arbitrary: fc.constant<Cell[]>(["#REF!", null, "甲村", 1]).map((all) => ({ cells: all, fate: "formula_error" as const })) },
  );

  function sheetOf(rows: readonly { cells: Cell[] }[]): WorkSheet {
    const sheet = utils.aoa_to_sheet([["福贡县低保花名册"], HEADER, ...rows.map((one) => one.cells)]);
    for (const [index, one] of rows.entries())
      if (one.cells[0] === "#REF!") sheet[utils.encode_cell({ r: index + 2, c: 0 })] = { t: "e", v: 0x17 };
    return sheet;
  }

  it.each(["xlsx", "biff8"] as const)(`%s: every line is a row, rejected or skipped, the same each time (${RUNS} files)`, async (type) => {
    const folder = await tempFolder();
    const path = join(folder, type === "xlsx" ? "低保.xlsx" : "低保.xls");
    const files = fc.array(sheetRow, { minLength: 1, maxLength: 40 }).map((rows) => {
      // What is blank at the end of a sheet is not there.
      const last = rows.findLastIndex((one) => one.cells.some((cell) => cell !== null));
      return rows.slice(0, last + 1);
    });
    await fc.assert(
      fc.asyncProperty(files, async (rows) => {
        await writeFile(path, workbookBytes({ 名册: sheetOf(rows) }, type));
        const { rosters, problems } = await openFile(path, { kinds });
        expect(problems).toEqual([]);
        const table = rosters[0]?.sheets[0];
        const first = await readAll(table);
        const lines = rows.map((one, index) => ({ ...one, row: index + 3 }));
        expect(first.rows).toEqual(lines.filter((one) => one.fate === "row").map(({ row, texts }) => ({ row, cells: texts })));
        expect(first.rejected.map((one) => one.row)).toEqual(lines.filter((one) => one.fate in REJECTIONS).map((one) => one.row));
        expect(first.rows.length + first.rejected.length + first.skipped).toBe(rows.length);
        expect(await readAll(table)).toEqual(first);
      }),
      { numRuns: RUNS },
    );
  });

  it.each(["xlsx", "biff8"] as const)(`%s: a workbook with bytes changed is refused or read, and nothing else happens (${RUNS} files)`, async (type) => {
    const folder = await tempFolder();
    const path = join(folder, type === "xlsx" ? "低保.xlsx" : "低保.xls");
    const sound = workbookBytes({ 名册: sheetOf(Array.from({ length: 30 }, (_, index) => ({ cells: [`53339919600101${1000 + index}`, "张三", "甲村", index] }))) }, type);
    const change = fc.record({ at: fc.nat({ max: sound.length - 1 }), to: fc.nat({ max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.option(fc.nat({ max: sound.length }), { freq: 4 }), async (changes, cut) => {
        const bytes = Buffer.from(sound.subarray(0, cut ?? sound.length));
        for (const { at, to } of changes) if (at < bytes.length) bytes[at] = to;
        await writeFile(path, bytes);
        const { rosters, problems } = await openFile(path, { kinds });
        expect(rosters.length + problems.length).toBeGreaterThan(0);
        for (const table of rosters.flatMap((roster) => roster.sheets)) expect(await readAll(table)).toEqual(await readAll(table));
      }),
      { numRuns: RUNS },
    );
  });
});
