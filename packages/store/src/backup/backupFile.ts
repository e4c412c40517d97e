/**
 * A backup is a gzip of text, as COPY writes it: a line of JSON that names the version, then for each table a line of JSON
 * that names it and its columns, its rows and the line `\.` (which no row can be), and at the end a line of JSON with the
 * number of rows and the SHA-256 of every table.
 */
export interface BackupHeader {
  doudi: string;
  /** Names of the migrations, in order. */
  schema: string[];
  taken_at: string;
}

export interface BackupSection {
  table: string;
  columns: string[];
}

export interface BackupTrailer {
  tables: Record<string, { rows: number; digest: string }>;
  audit: { entries: number; head: string };
}

export const END_OF_ROWS = "\\.";

/** Sessions end with a backup; the findings that are restored are counted again; jobs of the queue are queued again from the list of jobs. */
export const LEFT_OUT: ReadonlySet<string> = new Set(["sessions", "finding_counts"]);
