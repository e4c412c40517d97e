import type { RosterKind } from "@doudi/contract";
import type { Habits, Pen } from "./pen.js";
import type { Cell, RosterRow } from "./rosterRow.js";

export interface Column {
  header: string;
  /** Upper line of a header of two rows. */
  group?: string;
  cell(row: RosterRow, pen: Pen): Cell;
  /** Filled from the running number instead of `cell`. */
  ordinal?: true;
  /** Holds the id number of the row: a repeated row may write it otherwise. */
  ownId?: true;
  /** One merged cell for all rows of a household that follow one another. */
  household?: true;
  /** The value in fen that the total line adds up. */
  sum?(row: RosterRow): number;
  width?: number;
}

interface Common {
  kind: RosterKind;
  file: string;
  columns: Column[];
  habits: Habits;
  /** Lines above the header. */
  title: string[];
  /** Lines below the rows: signatures, notes. */
  foot: string[];
  /** Whether a line 合计 follows the rows. */
  total: boolean;
}

export interface WorkbookLayout extends Common {
  format: "xlsx" | "xls";
  sheets: { by: "township" } | { one: string };
  /** Text of a cover sheet, where there is one. */
  cover: string[];
  /** A line 小计 after each township. */
  subtotals?: true;
  /** Share of rows that a filter left hidden. */
  hidden?: number;
  /** The header stands again after so many rows, as on printed pages. */
  headerEvery?: number;
}

export interface CsvLayout extends Common {
  format: "csv";
  encoding: "utf-8" | "utf-8-bom" | "gb18030";
  newline: "\n" | "\r\n";
}

export type RosterLayout = WorkbookLayout | CsvLayout;
