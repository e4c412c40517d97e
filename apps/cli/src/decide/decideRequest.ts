import type { Lang } from "@doudi/contract";

/** What a run of decisions was asked to do. */
export interface DecideRequest {
  /** Path of the households. */
  input: string;
  /** Six-digit division code. */
  place: string;
  /** YYYY-MM-DD */
  date: string;
  out: string;
  /** Ids or Chinese names; empty: all schemes of the place. */
  schemes: readonly string[];
  /** Parameter values in place of the packs', by id or Chinese name, with their unit. */
  set: Readonly<Record<string, string>>;
  format: "csv" | "parquet";
  engine: "duckdb" | "postgres";
  databaseUrl?: string | undefined;
  lang: Lang;
  policies?: string | undefined;
  /** Of DuckDB, such as 3GB. */
  memoryLimit: string;
}
