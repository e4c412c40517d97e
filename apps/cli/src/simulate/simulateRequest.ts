import type { Lang } from "@doudi/contract";
import type { EngineChoice } from "../run/openEngine.js";

/** What was asked to be simulated. */
export interface SimulateRequest extends EngineChoice {
  input: string;
  /** Six-digit division code and day of the law that is tried. */
  place: string;
  date: string;
  /** What it is held against: another day or place; the same without `set` where it is not given. */
  against?: string | undefined;
  /** Parameter values of the law that is tried. */
  set: Readonly<Record<string, string>>;
  schemes: readonly string[];
  /** Where to write simulation.csv, summary.json and simulation.html; nothing is written where it is not given. */
  out?: string | undefined;
  policies?: string | undefined;
  lang: Lang;
}
