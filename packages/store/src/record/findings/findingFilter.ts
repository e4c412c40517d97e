import { FINDING_CODES, FINDINGS, type FindingCode, type FindingGroup, type Severity } from "@doudi/contract";
import { FINDING_STATES, type FindingState } from "@doudi/contract/api";
import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Work } from "../database.js";
import { countiesOf } from "../divisions/countiesOf.js";
import { afterArea } from "../scope.js";

/** What a list of findings is narrowed to. Without a state, what is gone is left out. */
export interface FindingFilter {
  code?: FindingCode | undefined;
  group?: FindingGroup | undefined;
  severity?: Severity | undefined;
  state?: FindingState | undefined;
  /** A division in which they lie. */
  area?: string | undefined;
  /** A division that they, or a part of it, were assigned to. */
  assigned?: string | undefined;
  /** Assigned, not checked, and past their day. */
  overdue?: boolean | undefined;
}

export const RANKS: Readonly<Record<Severity, number>> = { high: 1, medium: 2, low: 3 };

/** SQL of the day by which `f` is due, "infinity" where it is not: just as the index has it. */
export const DUE_OR_NEVER: RawBuilder<string> = sql`(CASE WHEN f.due IS NULL THEN 'infinity' ELSE f.due END)`;

/** SQL of what a filter asks of `f`, a finding; only operators that may use an index under row-level security. */
export function filterSql(filter: FindingFilter, today: string): RawBuilder<SqlBool> {
  const { code, group, severity, state, area, assigned, overdue } = filter;
  const parts: RawBuilder<SqlBool>[] = [];
  if (state !== undefined) parts.push(sql`f.state = ${state}`);
  if (state !== "gone") parts.push(sql`f.state <> 'gone'`);
  if (code !== undefined) parts.push(sql`f.code = ${code}`);
  // The codes of a group begin with its name.
  if (group !== undefined) parts.push(sql`f.code >= ${`${group}.`} AND f.code < ${`${group}/`}`);
  if (severity !== undefined) parts.push(sql`f.rank = ${RANKS[severity]}::smallint`);
  if (area !== undefined) parts.push(sql`f.area_code >= ${area} AND f.area_code < ${afterArea(area)}`);
  // What was assigned to a place lies in it.
  if (assigned !== undefined) parts.push(sql`f.area_code >= ${assigned} AND f.area_code < ${afterArea(assigned)} AND f.assigned_area >= ${assigned} AND f.assigned_area < ${afterArea(assigned)}`);
  if (overdue === true) parts.push(sql`f.state = 'assigned' AND ${DUE_OR_NEVER} < ${today}::date`);
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` AND `);
}

/** The states in which a finding asks for something or was decided. */
const STANDING = Object.keys(FINDING_STATES).filter((state): state is FindingState => state !== "gone");

/**
 * The same filter as several, each of which reads an index in the order of the list, so that a list needs only the first
 * few of each: one for each county, and for each code where the list is by severity (codes and severities go together),
 * else for each state (states go with dates). None where nothing can be meant.
 *
 * @param areaCode of whoever asks
 */
export function branches(filter: FindingFilter, areaCode: string, counties: readonly string[], by: "code" | "state"): { county: string; filter: FindingFilter }[] {
  const { group, code, state, area, assigned, overdue } = filter;
  if (group !== undefined && code !== undefined && FINDINGS[code].group !== group) return [];
  if ([area, assigned].some((place) => place !== undefined && !place.startsWith(areaCode) && !areaCode.startsWith(place))) return [];
  if (by === "code" && group !== undefined && code === undefined) {
    const { group: _, ...rest } = filter;
    return counties.flatMap((county) => FINDING_CODES.flatMap((code) => (FINDINGS[code].group === group ? [{ county, filter: { ...rest, code } }] : [])));
  }
  // What is open is assigned to nobody.
  const states = state !== undefined || (by === "code" && code !== undefined) ? [state] : overdue === true ? ["assigned" as const] : assigned === undefined ? STANDING : STANDING.filter((state) => state !== "open");
  return counties.flatMap((county) => states.map((state) => ({ county, filter: { ...filter, state } })));
}

/** The counties that findings of an area are filed under; of a prefecture or province those that ever compared. */
export async function comparedCounties(work: Work, areaCode: string): Promise<string[]> {
  const counties = await countiesOf(work, areaCode);
  // A township sees no runs, and has one county with those that came to it.
  if (areaCode.length >= 6) return counties;
  const { rows } = await sql<{ county_code: string }>`SELECT DISTINCT county_code FROM comparison_runs WHERE county_code = ANY (${counties}::text[]) AND state = 'done' ORDER BY county_code`.execute(work);
  return rows.map(({ county_code }) => county_code);
}
