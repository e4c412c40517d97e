import type { Bilingual, Lang } from "./lang.js";

/** The columns of decisions.csv and decisions.parquet, in their order. It is a file contract. */
export const DECISION_COLUMNS = ["household_no", "id_number", "scheme", "outcome", "class", "amount_fen_month", "until", "reasons", "missing", "unsourced", "pack", "input_hash"] as const;
export type DecisionColumn = (typeof DECISION_COLUMNS)[number];

/** The columns of rejected.csv beside decisions: a line for each thing that is wrong with a household's data. */
export const REJECTED_COLUMNS = ["file", "sheet", "row", "household_no", "key", "problem", "value", "reason"] as const;

/** What `doudi decide` writes to summary.json. Counts are integers, money is fen a month, times are seconds. */
export interface DecisionSummary {
  schema: "doudi.decide/1";
  place: { code: string; name: string };
  /** The day whose law and parameters apply, YYYY-MM-DD. */
  date: string;
  lang: Lang;
  engine: { name: "duckdb" | "postgres"; version: string };
  doudiVersion: string;
  packs: { id: string; version: string; name: Bilingual }[];
  input: { file: string; format: "jsonl" | "csv" | "xlsx" | "parquet" };
  /** households + rejected = all that the input has; a row that names no household counts as one. */
  households: number;
  persons: number;
  rejected: number;
  /** Lines of rejected.csv. */
  problems: number;
  /** Lines of the decisions. */
  rows: number;
  schemes: SchemeSummary[];
  /** By township, those with most cost first; code and name are null where a household does not say. */
  townships: { code: string | null; name: string | null; schemes: { scheme: string; yes: number; costFenMonth: number }[]; costFenMonth: number }[];
  /** Parameters without a verified source that a scheme used. */
  unsourced: { id: string; name: Bilingual; value: string; status: string; schemes: string[] }[];
  /** Parameters that the caller set for this run. */
  set: { id: string; name: Bilingual; value: string; schemes: string[] }[];
  warnings: string[];
  timings: { step: string; seconds: number }[];
  totalSeconds: number;
  /** Peak resident memory of the process. */
  peakMemoryBytes: number;
  /** The other files of the output as they were written; sha256 is null for very large ones. */
  outputs?: { file: string; bytes: number; sha256: string | null }[];
}

/** One scheme's outcomes, over households or persons as its unit says. */
export interface SchemeSummary {
  id: string;
  name: Bilingual;
  unit: "household" | "person";
  /** The department in the lead on the day, null where the pack does not say. */
  lead: string | null;
  yes: number;
  no: number;
  unknown: number;
  /** Of those entitled, how many have an amount that could not be worked out; of no use where the scheme has none. */
  amountUnknown: number;
  /** Null for a scheme that pays no amount a month. */
  costFenMonth: number | null;
  /** What was missing most often, with how many rows lacked it. */
  missing: { key: string; name: Bilingual; count: number }[];
}
