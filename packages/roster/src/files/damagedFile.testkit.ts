import { utils, type WorkSheet } from "@e965/xlsx";
import * as fc from "fast-check";
import { REJECTIONS, type Rejection } from "./classifyRow.js";
import { encodeGb18030 } from "./gb18030.testkit.js";
import { idNumber } from "./idNumber.testkit.js";
import type { Cell } from "./workbook.testkit.js";

/** The header of every generated file. */
export const HEADER = ["身份证号", "姓名", "村", "低保金额"];

/** What a generated line is and what must become of it. */
export interface Line {
  text: string;
  /** Physical lines that it takes. */
  height: number;
  fate: "row" | "skipped" | Rejection;
  cells?: string[];
  broken?: boolean;
}

// Nearly none of the first kind is anybody's id; those of the second are ids of a few persons, so that some stand there twice.
const id = fc.oneof(
  fc.integer({ min: 0, max: 9_999_999 }).map((number) => `5333991${String(number).padStart(10, "0")}X`),
  fc.integer({ min: 0, max: 60 }).map((number) => idNumber(19_500_101 + number, number)),
);
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
/** Lines that are rows in an odd shape, no rows, or rejected. */
export const oddLine: fc.Arbitrary<Line> = fc.oneof(
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

/** A CSV file with lines of every kind. */
export const csvFile = fc.record({
  lines: fc.tuple(fc.array(goodLine, { minLength: 8, maxLength: 40 }), fc.array(oddLine, { maxLength: 20 }), fc.array(brokenLine, { maxLength: 2 }))
    .chain(([good, odd, broken]) => fc.shuffledSubarray([...good, ...odd, ...broken], { minLength: good.length + odd.length + broken.length })),
  encoding: fc.constantFrom("utf-8", "bom", "gb18030"),
  newline: fc.constantFrom("\n", "\r\n"),
  title: fc.boolean(),
  lastBreak: fc.boolean(),
});

/** A CSV file line by line, and how its bytes are made of them. */
export interface CsvFile {
  lines: Line[];
  encoding: string;
  newline: string;
  title: boolean;
  lastBreak: boolean;
}

export function csvBytes(file: CsvFile): Buffer {
  const encode = (text: string): Buffer => (file.encoding === "gb18030" ? encodeGb18030(text) : Buffer.from(text));
  const lines = [...(file.title ? [{ text: "福贡县低保花名册" }] : []), { text: HEADER.join(",") }, ...file.lines];
  const encoded = lines.map((line, index) => {
    const broken = "broken" in line && line.broken === true;
    const end = index < lines.length - 1 || file.lastBreak ? file.newline : "";
    return Buffer.concat([broken ? Buffer.from([0x61, 0xff]) : Buffer.alloc(0), encode(line.text), Buffer.from(end)]);
  });
  return Buffer.concat([file.encoding === "bom" ? Buffer.from("efbbbf", "hex") : Buffer.alloc(0), ...encoded]);
}

/** What must become of each line; `firstLine` is the number of the first. */
export function expectedOf(lines: readonly Line[], firstLine: number): { rows: { row: number; cells: string[] }[]; rejected: [number, string][]; skipped: number } {
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

/** A sheet's row and what must become of it. */
export interface SheetRow {
  cells: Cell[];
  fate: Line["fate"];
  texts?: string[];
}

const sheetRow: fc.Arbitrary<SheetRow> = fc.oneof(
  { weight: 6, arbitrary: cells.map((all) => ({ cells: all, fate: "row" as const, texts: all })) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 1930, max: 2010 }), name).map(([year, one]) => ({ cells: [Number(`533399${year}01011234`), one, null, 350.5], fate: "row" as const, texts: [`5.33399${year}01011E+17`, one, "", "350.5"] })) },
  { weight: 1, arbitrary: fc.constant<Cell[]>([null, null, null, null]).map((all) => ({ cells: all, fate: "skipped" as const })) },
  { weight: 1, arbitrary: fc.constantFrom<Cell[]>(["合计", null, null, 700], [null, "小 计", null, 1], ["制表人：张三", null, "审核：李四"], ["说明：无"], HEADER).map((all) => ({ cells: all, fate: "skipped" as const })) },
  { weight: 1, arbitrary: fc.constantFrom<Cell[]>([null, null, "甲村", 350], [null, "  ", "甲村", null]).map((all) => ({ cells: all, fate: "no_identity" as const })) },
  { weight: 1, arbitrary: fc.constant<Cell[]>(["#REF!", null, "甲村", 1]).map((all) => ({ cells: all, fate: "formula_error" as const })) },
);

/** The rows of a sheet. What is blank at its end is not there. */
export const sheetRows: fc.Arbitrary<SheetRow[]> = fc.array(sheetRow, { minLength: 1, maxLength: 40 }).map((rows) => rows.slice(0, rows.findLastIndex((one) => one.cells.some((cell) => cell !== null)) + 1));

/** A sheet with a title, the header and these rows, the first of which is row 3. */
export function sheetOf(rows: readonly { cells: Cell[] }[]): WorkSheet {
  const sheet = utils.aoa_to_sheet([["福贡县低保花名册"], HEADER, ...rows.map((one) => one.cells)]);
  for (const [index, one] of rows.entries())
    if (one.cells[0] === "#REF!") sheet[utils.encode_cell({ r: index + 2, c: 0 })] = { t: "e", v: 0x17 };
  return sheet;
}
