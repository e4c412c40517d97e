import { DoudiError, type Bilingual } from "@doudi/contract";
import { classifyRow, isPlausibleId, REJECTIONS, type IdentityColumns } from "./classifyRow.js";
import type { ExaminedFile, ExaminedTable } from "./examinedTable.js";
import { assertUnchanged, fileStamp } from "./fileStamp.js";
import { findHeader, type HeaderLayout } from "./findHeader.js";
import type { Kinds } from "./kinds.js";
import { loadWorkbook } from "./loadWorkbook.js";
import { packRows, unpackRows, type PackedRows } from "./packedRows.js";
import type { SheetGrid } from "./readWorkbook.js";
import type { RawRow, RowBatch } from "./source.js";
import type { UnpackLimits } from "./unpackLimits.js";

const HEAD_ROWS = 60;
const RAW_LENGTH = 2000;
const SAMPLE = 10;

/** The data of one sheet: its rows in their places, and how many lines lie between its header and its end. */
interface SheetData {
  layout: HeaderLayout;
  headerRow: number;
  lines: number;
  rows: RawRow[];
}

/**
 * Finds the tables of a workbook (.xlsx, .xls, or a page saved as .xls). Throws file_encrypted, file_damaged,
 * file_too_large, file_changed, file_empty where no sheet holds anything, and header_missing.
 */
export async function examineWorkbook(path: string, name: string, kinds: Kinds, format: "xlsx" | "xls", limits: UnpackLimits): Promise<ExaminedFile> {
  const stamp = await fileStamp(path);
  const { grids, sha256 } = await loadWorkbook(path, name, format, stamp, limits);
  if (grids.every((grid) => grid.rows.length === 0)) throw new DoudiError("file_empty", { file: name });
  const file: ExaminedFile = { path, name, bytes: stamp.bytes, modifiedMs: stamp.modifiedMs, sha256, format, encoding: null, tables: [], otherSheets: [] };
  for (const [index, grid] of grids.entries()) {
    const data = sheetData(grid, kinds);
    if (data === null) {
      if (grid.rows.some((row) => row.cells.some(isPlausibleId))) throw new DoudiError("header_missing", { file: name, sheet: `[${grid.sheet}] ` });
      file.otherSheets.push({ sheet: grid.sheet, rows: grid.rows.length, texts: grid.rows.slice(0, 5).map((row) => row.cells.filter((cell) => cell !== "").join(" ")) });
      continue;
    }
    const reload = async (): Promise<SheetData> => {
      const again = await loadWorkbook(path, name, format, stamp, limits);
      const same = again.sha256 === sha256 ? again.grids[index] : undefined;
      const reread = same === undefined ? null : sheetData(same, kinds);
      if (reread === null) throw new DoudiError("file_changed", { file: name });
      return reread;
    };
    file.tables.push(sheetTable(grid, data, () => assertUnchanged(path, name, stamp), reload));
  }
  if (file.tables.length === 0) throw new DoudiError("header_missing", { file: name, sheet: "" });
  return file;
}

function sheetData(grid: SheetGrid, kinds: Kinds): SheetData | null {
  const head = grid.rows.slice(0, HEAD_ROWS);
  const firstRow = grid.rows[0]?.row ?? 1;
  const layout = findHeader(consecutive(head), kinds, groupRows(grid, head, firstRow));
  if (layout === null) return null;
  const headerRow = firstRow + layout.index;
  // Header cells merged downwards say where the header ends even where its second row means nothing to us.
  const spans = grid.merges.filter((merge) => merge.s.r + 1 === headerRow).map((merge) => merge.e.r + 1);
  const lastHeaderRow = Math.max(headerRow + layout.rows - 1, ...spans.filter((row) => row <= headerRow + 2));
  const rows = grid.rows.filter((row) => row.row > lastHeaderRow);
  fillMerged(rows, grid, lastHeaderRow);
  const lastRow = grid.rows.at(-1)?.row ?? lastHeaderRow;
  return { layout, headerRow, lines: Math.max(0, lastRow - lastHeaderRow), rows };
}

/** Rows of the head (from 0) that look like the upper row of a header: cells merged sideways, and no "单位:…" among them. */
function groupRows(grid: SheetGrid, head: readonly RawRow[], firstRow: number): Set<number> {
  const sideways = new Set(grid.merges.filter((merge) => merge.e.c > merge.s.c && merge.e.r === merge.s.r).map((merge) => merge.s.r + 1));
  const rows = head.filter(({ row, cells }) => sideways.has(row) && cells.filter((cell) => cell !== "").length > 1 && !cells.some((cell) => /[:：]/.test(cell)));
  return new Set(rows.map(({ row }) => row - firstRow));
}

/** The first rows of a sheet with the empty ones between them, so that an index is a row. */
function consecutive(rows: readonly { row: number; cells: string[] }[]): string[][] {
  const first = rows[0]?.row ?? 1;
  const lines: string[][] = [];
  for (const { row, cells } of rows) {
    if (row - first > HEAD_ROWS) break;
    while (lines.length < row - first) lines.push([]);
    lines.push(cells);
  }
  return lines;
}

/** A cell merged over several rows of the data area (a household's number and head) counts for each of its rows. */
function fillMerged(rows: readonly RawRow[], grid: SheetGrid, lastHeaderRow: number): void {
  const tall = grid.merges.filter((merge) => merge.e.r > merge.s.r && merge.s.r + 1 > lastHeaderRow);
  if (tall.length === 0) return;
  const places = new Map(rows.map((row) => [row.row, row]));
  for (const merge of tall) {
    const text = places.get(merge.s.r + 1)?.cells[merge.s.c] ?? "";
    if (text === "") continue;
    for (let row = merge.s.r + 2; row <= merge.e.r + 1; row += 1) {
      // A row of which nothing else is filled is a blank line inside the merged cell.
      const cells = places.get(row)?.cells;
      if (cells === undefined) continue;
      while (cells.length < merge.s.c) cells.push("");
      cells[merge.s.c] = text;
    }
  }
}

function sheetTable(grid: SheetGrid, data: SheetData, unchanged: () => Promise<void>, reload: () => Promise<SheetData>): ExaminedTable {
  const width = data.layout.cells.length;
  // Kept packed until it was read once; whoever reads again opens the file again.
  let held: HeldRows | null = hold(data);
  return {
    sheet: grid.sheet,
    layout: data.layout,
    headerRow: data.headerRow,
    sample: data.rows.slice(0, SAMPLE).map(({ row, cells }) => ({ row, cells: fit(cells, width) })),
    warnings: sheetWarnings(grid, data),
    direct: () => null,
    async *read(identity) {
      await unchanged();
      const { packed, lines }: HeldRows = held ?? hold(await reload());
      let counted = 0;
      for (const rows of unpackRows(packed)) {
        counted += rows.length;
        yield sortRows(rows, width, identity);
      }
      held = null;
      if (lines > counted) yield { rows: [], rejected: [], skipped: lines - counted };
      await unchanged();
    },
  };
}

interface HeldRows {
  packed: PackedRows;
  lines: number;
}

function hold(data: SheetData): HeldRows {
  return { packed: packRows(data.rows), lines: data.lines };
}

function sortRows(rows: readonly RawRow[], width: number, identity: IdentityColumns): RowBatch {
  const batch: RowBatch = { rows: [], rejected: [], skipped: 0 };
  for (const row of rows) {
    const cells = fit(row.cells, width);
    const kind = classifyRow(cells, identity);
    if (kind === "row") batch.rows.push({ row: row.row, cells });
    else if (kind === "skipped") batch.skipped += 1;
    else batch.rejected.push({ row: row.row, reason: REJECTIONS[kind], raw: row.cells.join(" | ").slice(0, RAW_LENGTH) });
  }
  return batch;
}

/** The cells as many as the header has; what stands to the right of the header belongs to no column and is left out. */
function fit(cells: readonly string[], width: number): string[] {
  const fitted = cells.slice(0, width);
  while (fitted.length < width) fitted.push("");
  return fitted;
}

function sheetWarnings(grid: SheetGrid, data: SheetData): Bilingual[] {
  const warnings: Bilingual[] = [];
  const first = data.rows[0]?.row ?? 0;
  const hidden = data.rows.filter((row) => grid.hiddenRows.has(row.row)).length;
  const errors = [...grid.errorRows].filter(([row]) => row >= first).reduce((sum, [, count]) => sum + count, 0);
  const beside = data.rows.filter((row) => row.cells.length > data.layout.cells.length).length;
  const sheet = grid.sheet;
  if (hidden > 0) warnings.push({ zh: `工作表“${sheet}”有 ${hidden} 行被${grid.filtered ? "筛选或" : ""}隐藏,已一并读取`, en: `${hidden} rows of the sheet “${sheet}” are ${grid.filtered ? "filtered out or " : ""}hidden; they were read too` });
  if (grid.hiddenSheet) warnings.push({ zh: `工作表“${sheet}”是隐藏的,已一并读取`, en: `the sheet “${sheet}” is hidden; it was read too` });
  if (errors > 0) warnings.push({ zh: `工作表“${sheet}”有 ${errors} 个单元格是公式错误`, en: `${errors} cells of the sheet “${sheet}” hold formula errors` });
  if (beside > 0) warnings.push({ zh: `工作表“${sheet}”有 ${beside} 行在表头之外还有内容,未采用`, en: `${beside} rows of the sheet “${sheet}” have cells beyond the header; they are not used` });
  return warnings;
}
