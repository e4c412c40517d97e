import type { RosterKind } from "@doudi/contract";

/** A row as text. `row` is the number that a user sees: the spreadsheet's row, or the line of the CSV file (from 1). */
export interface RawRow {
  row: number;
  /** One text a header, in the order of `SheetTable.headers`; "" where the cell is empty. */
  cells: string[];
}

/** A row that cannot be used at all, with the reason in both languages and its text as it stood. */
export interface RejectedRow {
  row: number;
  reason: { zh: string; en: string };
  raw: string;
}

export interface RowBatch {
  rows: RawRow[];
  rejected: RejectedRow[];
  /** Lines of this batch that are no rows: blanks, totals, signatures, repeated headers. */
  skipped: number;
}

/**
 * A CSV file so clean that an engine may read it by itself: UTF-8 throughout, no blank lines, so that
 * line = firstDataLine + ordinal. What the engine then finds wrong (another count, total lines) sends it to `read`.
 */
export interface DirectCsv {
  path: string;
  delimiter: string;
  /** Lines before the first data line (byte order mark, titles, header). */
  firstDataLine: number;
  /** Lines from there to the end of the file. */
  dataLines: number;
  newline: "\n" | "\r\n";
  /** Whether a blank of any width stands anywhere in the file: where none does, nothing needs trimming. */
  spaces: boolean;
  /** Whether quotes stand in it: a quoted cell may hold a line break, and then there are fewer rows than lines. */
  quotes: boolean;
}

/** One table of a file: a sheet, or a CSV file (whose sheet is ""). */
export interface SheetTable {
  sheet: string;
  /** Texts found above the header. */
  title: string[];
  /** First row of the header, as the user sees it, and how many rows it takes. */
  headerRow: number;
  headerRows: 1 | 2;
  headers: string[];
  /** The standard column of each header, null where Doudi does not know it. No column twice. */
  mapping: (string | null)[];
  /** The unit of money that each header names (元, 万元, 分 …), null where it names none. */
  units: (string | null)[];
  direct: DirectCsv | null;
  /** Reads the rows; can be called again. Throws DoudiError when the file changed since it was opened. */
  read(): AsyncIterable<RowBatch>;
}

/** A file that holds one roster. */
export interface RosterFile {
  path: string;
  /** Relative to the folder compared, with / between parts. */
  name: string;
  bytes: number;
  sha256: string;
  /** Last change of the file when it was opened (milliseconds); with `bytes` and `sha256` it tells whether the file changed. */
  modifiedMs: number;
  format: "csv" | "xlsx" | "xls";
  encoding: "utf-8" | "gb18030" | null;
  kind: RosterKind;
  /** 0 to 1, and what spoke for it. */
  kindConfidence: number;
  kindEvidence: string[];
  /** First and last day of the period the roster speaks of (YYYY-MM-DD) and its text, where one was found. */
  period: { label: string; start: string; end: string } | null;
  version: string | null;
  part: string | null;
  sentBy: string | null;
  /** The sheets that make up the roster; cover sheets are left out. */
  sheets: SheetTable[];
  warnings: { zh: string; en: string }[];
}
