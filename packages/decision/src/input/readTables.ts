import { basename } from "node:path";
import { type Bilingual, DoudiError } from "@doudi/contract";
import { foldHeader, readCsvRecords, readWorkbookFile, type SheetGrid } from "@doudi/roster";
import type { InputFact } from "./inputFact.js";
import { parseCell } from "./parseValue.js";
import { type RowLayout, type RowProblem, type TextRow } from "./rowLayout.js";
import { isHeader, readHeader } from "./tableHeader.js";
import type { UnknownKeys } from "./unknownKeys.js";

/** A row of a table: its number in the file (from 1), its cells, and why it has none. */
interface TableRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly broken?: string;
}

export interface TablesOptions {
  readonly facts: readonly InputFact[];
  readonly layout: RowLayout;
  readonly unknown: UnknownKeys;
  /** Told of rows that were left out on purpose. */
  readonly note: (warning: Bilingual) => void;
}

/** The sheets of the workbook, as the template names them and as others may. */
const SHEET_NAMES = { household: ["家庭", "households", "household"], member: ["成员", "persons", "members", "人员"] } as const;

/** An example row has a household number that begins so. */
const EXAMPLE_MARK = "示例";
const EXAMPLE = /^(?:示例|example)/i;

/** Lines that may stand above the header. */
const HEAD_ROWS = 10;

/** Reads households.csv and persons.csv as rows for the engine. Throws what readCsvRecords and readHeader throw, and input_column_missing. */
export async function* readCsvPair(households: string, persons: string, options: TablesOptions): AsyncGenerator<TextRow[]> {
  yield* readTable(basename(households), "household", csvRows(households), options);
  yield* readTable(basename(persons), "member", csvRows(persons), options);
}

/** Reads the workbook's two sheets as rows for the engine. Throws what readWorkbookFile and readHeader throw, input_sheet_missing and input_column_missing. */
export async function* readWorkbookInput(path: string, options: TablesOptions): AsyncGenerator<TextRow[]> {
  const file = basename(path);
  const grids = await readWorkbookFile(path, file);
  for (const level of ["household", "member"] as const) {
    const grid = sheetOf(grids, level);
    if (grid === undefined) throw new DoudiError("input_sheet_missing", { file, sheet: SHEET_NAMES[level][0], sheets: grids.map(({ sheet }) => sheet).join("、") });
    yield* readTable(`${file} [${grid.sheet}]`, level, [grid.rows], options);
  }
}

/** The name of the sheet of a level, as the workbook has it; for messages. */
export async function sheetNames(path: string): Promise<{ household: string; member: string }> {
  const grids = await readWorkbookFile(path, basename(path));
  return { household: sheetOf(grids, "household")?.sheet ?? "", member: sheetOf(grids, "member")?.sheet ?? "" };
}

function sheetOf(grids: readonly SheetGrid[], level: "household" | "member"): SheetGrid | undefined {
  return grids.find(({ sheet }) => SHEET_NAMES[level].some((name) => name === foldHeader(sheet)));
}

async function* csvRows(path: string): AsyncGenerator<TableRow[]> {
  for await (const records of readCsvRecords(path, basename(path))) {
    yield records.map(({ row, cells, problem }) => (problem === null ? { row, cells } : { row, cells, broken: cells.join(",") }));
  }
}

async function* readTable(file: string, level: "household" | "member", batches: AsyncIterable<readonly TableRow[]> | Iterable<readonly TableRow[]>, options: TablesOptions): AsyncGenerator<TextRow[]> {
  const { facts, layout, unknown, note } = options;
  let header: ReturnType<typeof readHeader> | null = null;
  let above = 0;
  let persons = 0;
  let examples = 0;
  for await (const batch of batches) {
    const rows: TextRow[] = [];
    for (const { row, cells, broken } of batch) {
      if (cells.every((cell) => cell.trim() === "")) continue;
      if (header === null) {
        if (isHeader(cells, facts)) header = readHeader(file, cells, level, facts, unknown);
        else if ((above += 1) >= HEAD_ROWS) throw new DoudiError("input_column_missing", { file });
        continue;
      }
      const personNo = level === "household" ? null : (persons += 1);
      if (broken !== undefined) {
        rows.push(...layout.rows(row, null, personNo, new Map(), [{ key: "", code: "row_broken", value: broken }]));
        continue;
      }
      const householdNo = (cells[header.householdNo] ?? "").trim();
      if (EXAMPLE.test(householdNo)) {
        examples += 1;
        continue;
      }
      const values = new Map<InputFact, string | null>();
      const problems: RowProblem[] = householdNo === "" ? [{ key: "household_no", code: "household_no_missing", value: "" }] : [];
      for (const { at, fact, unit } of header.columns) {
        const cell = cells[at] ?? "";
        const parsed = parseCell(fact, cell, unit);
        if ("text" in parsed) values.set(fact, parsed.text);
        else problems.push({ key: fact.path, code: parsed.problem, value: cell.trim() });
      }
      rows.push(...layout.rows(row, householdNo === "" ? null : householdNo, personNo, values, problems));
    }
    if (rows.length > 0) yield rows;
  }
  if (header === null) throw new DoudiError("input_column_missing", { file });
  if (examples > 0) note({ zh: `${file}：跳过示例行 ${examples} 行（户编号以“${EXAMPLE_MARK}”开头）`, en: `${file}: ${examples} example rows were skipped (their household number begins with ${EXAMPLE_MARK})` });
}
