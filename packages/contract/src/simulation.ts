import type { Bilingual, Lang } from "./lang.js";
import type { ValueStatus } from "./phrase.js";

/** What `doudi simulate` writes to summary.json: the same households under two laws. Money in fen, counts of households or, for schemes of persons, of persons. */
export interface Simulation {
  readonly schema: "doudi.simulation/1";
  readonly lang: Lang;
  readonly doudiVersion: string;
  readonly before: SimulationSide;
  readonly after: SimulationSide;
  /** What differs between the two laws: parameters with another value, and rules and schemes written otherwise or there on one side only. */
  readonly parameters: readonly { readonly id: string; readonly name: Bilingual; readonly before: SimulationValue; readonly after: SimulationValue }[];
  readonly rules: readonly { readonly id: string; readonly name: Bilingual; readonly side: "both" | "before" | "after" }[];
  readonly households: number;
  readonly persons: number;
  /** Households whose data have errors; nothing is decided for them. */
  readonly rejected: number;
  readonly schemes: readonly SimulationScheme[];
  /** Parameters used on either side that no document stands behind, or that were set. */
  readonly unsourced: readonly { readonly id: string; readonly name: Bilingual; readonly value: Bilingual; readonly status: ValueStatus; readonly schemes: readonly string[] }[];
  readonly warnings: readonly string[];
  readonly timings: readonly { readonly step: string; readonly seconds: number }[];
  readonly totalSeconds: number;
  readonly peakMemoryBytes: number;
}

export interface SimulationSide {
  readonly place: { readonly code: string; readonly name: string };
  readonly date: string;
  readonly packs: readonly { readonly id: string; readonly version: string; readonly name: Bilingual }[];
  readonly set: readonly { readonly id: string; readonly name: Bilingual; readonly value: Bilingual }[];
}

export interface SimulationValue {
  /** Null where the parameter has no value, or is not there. */
  readonly text: Bilingual | null;
  readonly status: ValueStatus;
}

export interface SimulationScheme {
  readonly id: string;
  readonly name: Bilingual;
  readonly unit: "household" | "person";
  readonly total: SimulationCounts;
  /** By township, or by the division the data have; those without one have the code "". */
  readonly townships: readonly (SimulationCounts & { readonly code: string; readonly name: string })[];
  /** By class of each side: one that changes class is left by the old and entered by the new. `id` is "" where there is no class. */
  readonly classes: readonly { readonly id: string; readonly name: Bilingual; readonly entitled: BeforeAfter; readonly costFenYear: BeforeAfter }[];
}

export interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

export interface SimulationCounts {
  readonly entitled: BeforeAfter;
  /** Entitled after and not before. */
  readonly enters: number;
  /** Entitled before and not after. */
  readonly leaves: number;
  /** Entitled before, after not to be told. */
  readonly doubtful: number;
  readonly raised: number;
  readonly lowered: number;
  /** Cannot be determined. */
  readonly unknown: BeforeAfter;
  /** Entitled to an amount that is not known: the cost leaves them out. */
  readonly unpriced: BeforeAfter;
  /** Twelve times the month. */
  readonly costFenYear: BeforeAfter;
}

export const SIMULATION_CHANGES = ["enters", "leaves", "doubtful", "raised", "lowered", "class"] as const;
export type SimulationChange = (typeof SIMULATION_CHANGES)[number];

/** The columns of simulation.csv: a row for each household (or person) and scheme that the change touches. */
export const SIMULATION_COLUMNS = [
  "household_no", "id_number", "scheme", "division_code", "change", "outcome_before", "outcome_after", "class_before", "class_after",
  "amount_fen_month_before", "amount_fen_month_after", "until_before", "until_after", "reasons_before", "reasons_after", "missing_after",
] as const;
