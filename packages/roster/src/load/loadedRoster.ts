import type { Bilingual, RosterKind } from "@doudi/contract";
import type { RejectedRow, RosterFile, SheetTable } from "../files/source.js";

/** Where a run of rows of a standardised table came from. */
interface RowSource {
  file: RosterFile;
  sheet: SheetTable;
  /** rowid of its first row, and how many there are. */
  firstRowid: number;
  rows: number;
  /** The line of its first row where lines follow one another without gaps; null where the table keeps row_no. */
  firstLine: number | null;
}

export interface LoadedRoster {
  kind: RosterKind;
  table: string;
  /** Standard columns that at least one source has. */
  columns: ReadonlySet<string>;
  sources: RowSource[];
  rejected: (RejectedRow & { file: string; sheet: string })[];
  skipped: Map<RosterFile, number>;
  warnings: Map<RosterFile, Bilingual[]>;
}
