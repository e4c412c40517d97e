import type { FindingCode, Severity } from "./finding.js";
import type { Bilingual, Lang } from "./lang.js";
import type { RosterKind } from "./rosterKind.js";

/** What `doudi compare` writes to summary.json, and what the reports are drawn from. Counts are integers, times seconds. */
export interface Summary {
  schema: "doudi.compare/1";
  place: { code: string; name: string };
  /** The day whose law and parameters apply, YYYY-MM-DD. */
  date: string;
  lang: Lang;
  engine: { name: "duckdb" | "postgres"; version: string };
  doudiVersion: string;
  packs: { id: string; version: string; name: Bilingual }[];
  rosters: RosterSummary[];
  /** Files that could not be read (only with --keep-going). */
  unreadable: { file: string; code: string; message: string }[];
  /** Every finding code that ran, zero counts included. */
  findings: FindingCount[];
  /** Checks in force, in the packs' order. */
  checks: CheckSummary[];
  notRun: { check: FindingCode; needs: RosterKind[]; why: "roster_missing" | "members_not_listed" | "column_missing"; message: string }[];
  /** Checks that ran although a roster they can use was missing. */
  partial: { check: FindingCode; missing: RosterKind[]; message: string }[];
  /** Parameters whose value has no verified source and that a check used. */
  unsourced: { id: string; name: Bilingual; value: string; status: string; checks: FindingCode[] }[];
  overlap: Overlap[];
  warnings: string[];
  timings: { step: string; seconds: number }[];
  totalSeconds: number;
  /** Peak resident memory of the process. */
  peakMemoryBytes: number;
  /** Comparison with an earlier output, when --previous was given. */
  previous?: PreviousCounts;
  /** The other files of the output as they were written; sha256 is null for very large ones. */
  outputs?: { file: string; bytes: number; sha256: string | null }[];
}

/** Findings against an earlier output. `gone` and `notChecked` count earlier findings that are no longer there, the latter because their check did not run. */
export interface PreviousCounts {
  new: number;
  same: number;
  gone: number;
  notChecked: number;
  /** Findings that keep a check result or a reason from the earlier workbook. */
  carried: number;
}

export interface RosterSummary {
  kind: RosterKind;
  file: string;
  sheets: string[];
  sha256: string;
  bytes: number;
  period: string | null;
  version: string | null;
  sentBy: string | null;
  /** rows = accepted + duplicates + rejected */
  rows: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  /** Lines that are no rows: titles, headers, totals, signatures, blanks. */
  skipped: number;
  /** False where the roster lists one row a household with the number of its members. */
  membersListed: boolean;
  /** Rows with a usable id number. */
  identified: number;
  columns: { header: string; column: string | null }[];
  warnings: string[];
}

export interface FindingCount {
  code: FindingCode;
  count: number;
  severity: Record<Severity, number>;
  byTownship: { township: string; count: number }[];
}

export interface CheckSummary {
  code: FindingCode;
  name: Bilingual;
  /** Document number or title, and clause. */
  source: { doc: string; title: string; clause: string };
  pack: string;
  /** The rule in words, as the pack states it. */
  expression: string;
  ran: boolean;
}

/** Persons on each roster and on two at once, for a township or the county. A figure is null where its roster was not sent. */
export interface Overlap {
  level: "county" | "township";
  code: string | null;
  name: string;
  persons: Record<OverlapRoster, number | null>;
  /** Each pair in both directions: share of `of` that is also on `also`, 0 to 1, null where `of` is empty. */
  pairs: { of: OverlapRoster; also: OverlapRoster; count: number; rate: number | null }[];
  /** Poor-register households by loss of labour capacity: complete (no member can work, at least one lost the capacity) or partial. */
  labourLoss: { households: number; complete: number; partial: number } | null;
}

export const OVERLAP_ROSTERS = ["dibao", "tekun", "poor", "disabled"] as const;
export type OverlapRoster = (typeof OVERLAP_ROSTERS)[number];
