import type { HeaderLayout } from "./findHeader.js";
import type { IdentityColumns } from "./classifyRow.js";
import type { DirectCsv, RawRow, RowBatch } from "./source.js";

/** A table as it is found before its kind is known. */
export interface ExaminedTable {
  /** "" for a CSV file. */
  sheet: string;
  layout: HeaderLayout;
  /** The row of the header's first line, as the user sees it. */
  headerRow: number;
  /** The first rows below the header, for looking at. */
  sample: RawRow[];
  warnings: { zh: string; en: string }[];
  /** Whether an engine may read the file by itself, given which columns identify a row. */
  direct(identity: IdentityColumns): DirectCsv | null;
  read(identity: IdentityColumns): AsyncIterable<RowBatch>;
}

/** A file as it is found before its kind is known. */
export interface ExaminedFile {
  path: string;
  name: string;
  bytes: number;
  modifiedMs: number;
  sha256: string;
  format: "csv" | "xlsx" | "xls";
  encoding: "utf-8" | "gb18030" | null;
  tables: ExaminedTable[];
  /** Sheets that are no tables: covers, notes, sheets without anything. */
  otherSheets: { sheet: string; rows: number; texts: string[] }[];
}
