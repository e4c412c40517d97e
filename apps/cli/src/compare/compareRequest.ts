import { DoudiError, type Lang } from "@doudi/contract";

export const FORMATS = ["csv", "xlsx", "html"] as const;
export type Format = (typeof FORMATS)[number];

/** What a comparison was asked to do. */
export interface CompareRequest {
  folder: string;
  /** Six-digit division code. */
  place: string;
  /** YYYY-MM-DD */
  date: string;
  out: string;
  manifest?: string | undefined;
  engine: "duckdb" | "postgres";
  databaseUrl?: string | undefined;
  formats: ReadonlySet<Format>;
  ids: "full" | "masked";
  keepGoing: boolean;
  lang: Lang;
  /** An earlier output, or the workbook of one as it was filled in. */
  previous?: string | undefined;
  /** Write workbooks by township where there are too many findings for one. */
  workbooks: boolean;
  policies?: string | undefined;
  /** Of DuckDB, such as 3GB. */
  memoryLimit: string;
}

/** Throws date_invalid unless the text is a day of the calendar, YYYY-MM-DD. */
export function assertDate(text: string): void {
  const time = Date.parse(`${text}T00:00:00Z`);
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (!valid) throw new DoudiError("date_invalid", { date: text });
}
