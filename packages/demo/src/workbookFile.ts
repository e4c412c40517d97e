import { type CellObject, utils, type WorkSheet, write } from "@e965/xlsx";
import { Pen } from "./pen.js";
import type { Random } from "./random.js";
import type { Cell, RosterRow } from "./rosterRow.js";
import type { Column, WorkbookLayout } from "./rosterLayout.js";

/** The bytes of a workbook roster; sets `at` of each row to file#sheet#row. */
export function workbookFile(layout: WorkbookLayout, rows: RosterRow[], random: Random): Buffer {
  const book = utils.book_new();
  if (layout.cover.length > 0) utils.book_append_sheet(book, utils.aoa_to_sheet(layout.cover.map((line) => [line])), "封面");
  const pen = new Pen(layout.habits, random.fork("pen"));
  let order = 0;
  for (const [name, listed] of sheetsOf(layout, rows)) {
    const sheet = new SheetWriter(layout, name, pen, random.fork(name), order);
    utils.book_append_sheet(book, sheet.write(listed), name);
    order += listed.length;
  }
  // SheetJS looks shared strings of .xls up one by one, which is slow; .xlsx has an index.
  return write(book, { type: "buffer", bookType: layout.format === "xls" ? "biff8" : "xlsx", bookSST: layout.format === "xlsx", compression: true }) as Buffer;
}

function sheetsOf(layout: WorkbookLayout, rows: RosterRow[]): Map<string, RosterRow[]> {
  if ("one" in layout.sheets) return new Map([[layout.sheets.one, rows]]);
  const sheets = new Map<string, RosterRow[]>();
  for (const row of rows) {
    const name = row.village?.township.name ?? "其他";
    const sheet = sheets.get(name);
    if (sheet === undefined) sheets.set(name, [row]);
    else sheet.push(row);
  }
  return sheets;
}

class SheetWriter {
  readonly #layout: WorkbookLayout;
  readonly #name: string;
  readonly #pen: Pen;
  readonly #random: Random;
  readonly #firstOrder: number;
  readonly #grid: (CellObject | undefined)[][] = [];
  readonly #merges: { s: { r: number; c: number }; e: { r: number; c: number } }[] = [];
  readonly #hidden: { hidden?: boolean }[] = [];

  constructor(layout: WorkbookLayout, name: string, pen: Pen, random: Random, firstOrder: number) {
    this.#layout = layout;
    this.#name = name;
    this.#pen = pen;
    this.#random = random;
    this.#firstOrder = firstOrder;
  }

  write(rows: RosterRow[]): WorkSheet {
    const { columns, title, foot, total, hidden = 0, headerEvery, subtotals } = this.#layout;
    for (const line of title) this.#wide(line);
    const headerRow = this.#grid.length;
    this.#header();
    let block: RosterRow[] = [];
    let part: RosterRow[] = [];
    for (const [i, row] of rows.entries()) {
      if (headerEvery !== undefined && i > 0 && i % headerEvery === 0) this.#put(columns.map((column) => column.header));
      const cells = spell(row, columns, this.#pen, i + 1);
      row.at = `${this.#layout.file}#${this.#name}#${this.#grid.length + 1}`;
      row.order = this.#firstOrder + i;
      if (hidden > 0 && this.#random.chance(hidden)) this.#hidden[this.#grid.length] = { hidden: true };
      this.#put(cells);
      part.push(row);
      block.push(row);
      const next = rows[i + 1];
      if (next === undefined || next.householdNo !== row.householdNo || next.head?.id !== row.head?.id || next.head?.name !== row.head?.name) {
        this.#mergeHousehold(block.length);
        block = [];
      }
      if (subtotals && (next === undefined || next.village?.township !== row.village?.township)) {
        this.#put(columns.map((column, c) => (c === 0 ? "小计" : totalOf(column, part, (yuan) => yuan))));
        part = [];
      }
    }
    if (total) this.#put(columns.map((column, c) => (c === 0 ? "合计" : totalOf(column, rows, (yuan) => yuan))));
    for (const line of foot) this.#wide(line);
    return {
      "!data": this.#grid as CellObject[][],
      "!ref": utils.encode_range({ s: { r: 0, c: 0 }, e: { r: this.#grid.length - 1, c: columns.length - 1 } }),
      "!merges": this.#merges,
      "!rows": this.#hidden,
      "!cols": columns.map((column) => ({ wch: column.width ?? 10 })),
      ...(hidden > 0 && { "!autofilter": { ref: utils.encode_range({ s: { r: headerRow, c: 0 }, e: { r: headerRow + rows.length, c: columns.length - 1 } }) } }),
    };
  }

  #put(cells: Cell[]): void {
    this.#grid.push(cells.map(cellObject));
  }

  #wide(line: string): void {
    this.#merge(this.#grid.length, 0, this.#grid.length, this.#layout.columns.length - 1);
    this.#put([line]);
  }

  #header(): void {
    const { columns } = this.#layout;
    const row = this.#grid.length;
    if (columns.every((column) => column.group === undefined)) {
      this.#put(columns.map((column) => column.header));
      return;
    }
    this.#put(columns.map((column, i) => (column.group === columns[i - 1]?.group ? "" : (column.group ?? ""))));
    this.#put(columns.map((column) => (column.group === column.header ? "" : column.header)));
    for (let c = 0; c < columns.length; ) {
      let last = c;
      while (columns[last + 1]?.group !== undefined && columns[last + 1]?.group === columns[c]?.group) last += 1;
      if (columns[c]?.group === columns[c]?.header) this.#merge(row, c, row + 1, c);
      else if (last > c) this.#merge(row, c, row, last);
      c = last + 1;
    }
  }

  /** The household cells of the last `count` rows become one merged cell each: only the first keeps its value. */
  #mergeHousehold(count: number): void {
    if (count < 2) return;
    const end = this.#grid.length - 1;
    const start = end - count + 1;
    for (const [c, column] of this.#layout.columns.entries()) {
      if (column.household === undefined) continue;
      for (let r = start + 1; r <= end; r += 1) this.#grid[r]?.splice(c, 1, undefined);
      this.#merge(start, c, end, c);
    }
  }

  #merge(r1: number, c1: number, r2: number, c2: number): void {
    this.#merges.push({ s: { r: r1, c: c1 }, e: { r: r2, c: c2 } });
  }
}

/** Spells the cells of a row; a row that repeats another takes over its cells, but for its running number and its id. */
export function spell(row: RosterRow, columns: Column[], pen: Pen, ordinal: number): Cell[] {
  const source = row.copyOf?.written;
  const cells = columns.map((column, c) => {
    if (column.ordinal) return ordinal;
    if (source === undefined || source === null) return column.cell(row, pen);
    return column.ownId ? row.idCell : (source[c] ?? "");
  });
  if (row.written !== null) row.written = cells;
  return cells;
}

/** The sum of a column in yuan, "" where it has none. */
export function totalOf(column: Column, rows: RosterRow[], show: (yuan: number) => Cell): Cell {
  const { sum } = column;
  return sum === undefined ? "" : show(rows.reduce((total, row) => total + sum(row), 0) / 100);
}

function cellObject(cell: Cell): CellObject | undefined {
  if (cell === "") return undefined;
  if (typeof cell === "string") return { t: "s", v: cell };
  if (typeof cell === "number") return { t: "n", v: cell };
  return cell.shown ? { t: "n", v: cell.serial, z: "yyyy-mm-dd" } : { t: "n", v: cell.serial };
}
