import type { Lang } from "@doudi/contract";
import type { EngineChoice } from "../run/openEngine.js";

/** What a run of decisions was asked to do. */
export interface DecideRequest extends EngineChoice {
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
  lang: Lang;
  policies?: string | undefined;
}
