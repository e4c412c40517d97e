import { type Bilingual, type Lang, ROSTER_KIND_CODES, type RosterKind } from "@doudi/contract";
import type { Dialect } from "../engine/dialect.js";

/** What is known of the rosters that were sent, as far as the plan of the person rows needs it. */
export interface RosterView {
  readonly dialect: Dialect;
  readonly lang: Lang;
  /** YYYY-MM-DD */
  readonly date: string;
  has(kind: RosterKind): boolean;
  hasColumn(kind: RosterKind, column: string): boolean;
  /** False where the roster lists one row a household: who is not on it may still be a member. */
  membersListed(kind: RosterKind): boolean;
  /** True where a person naturally has several rows (homes, vehicles). */
  severalRows(kind: RosterKind): boolean;
  columnLabel(kind: RosterKind, column: string): Bilingual;
  /** Whether some person stands on the roster more than once. */
  hasLaterRows(kind: RosterKind): boolean;
  /** Whether some row says once more what another says. */
  hasDuplicateRows(kind: RosterKind): boolean;
  /** The number that stands for a code of a coded column. */
  code(kind: RosterKind, column: string, code: string): number;
  /** SQL of the code's text from its number; NULL for what is not understood. */
  codeText(kind: RosterKind, column: string, number: string): string;
  /** SQL of the label in the language of the run. */
  codeLabel(kind: RosterKind, column: string, number: string): string;
}

/** The kinds that were sent, the ones expected to be largest first. */
export function kindsSent(view: RosterView): RosterKind[] {
  return ROSTER_KIND_CODES.filter((kind) => view.has(kind));
}

/**
 * SQL of the key of a household on a roster: its number where that is long enough to be unique in the county, else with
 * its place, because villages number from 1, else place and head; NULL where the roster tells no households apart.
 */
export function householdKey(alias: string, withHeadName: boolean): string {
  const place = `coalesce(${alias}.township, '') || '|' || coalesce(${alias}.village, '') || '|'`;
  const byHead = withHeadName ? ` WHEN ${alias}.head_name IS NOT NULL THEN ${place} || ${alias}.head_name` : "";
  return `CASE WHEN length(${alias}.household_no) >= 8 THEN ${alias}.household_no WHEN ${alias}.household_no IS NOT NULL THEN ${place} || ${alias}.household_no${byHead} END`;
}
