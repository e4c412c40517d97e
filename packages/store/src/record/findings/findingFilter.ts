import { FINDING_CODES, FINDINGS, type FindingCode, type FindingGroup, type Severity } from "@doudi/contract";
import type { FindingState } from "@doudi/contract/api";
import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Work } from "../database.js";
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

/** SQL of what a filter asks of `f`, a finding; only operators that may use an index under row-level security. */
export function filterSql(filter: FindingFilter, today: string): RawBuilder<SqlBool> {
  const { code, severity, state, area, assigned, overdue } = filter;
  const parts: RawBuilder<SqlBool>[] = [];
  if (state !== undefined) parts.push(sql`f.state = ${state}`);
  if (state !== "gone") parts.push(sql`f.state <> 'gone'`);
  if (code !== undefined) parts.push(sql`f.code = ${code}`);
  if (severity !== undefined) parts.push(sql`f.rank = ${RANKS[severity]}::smallint`);
  if (area !== undefined) parts.push(sql`f.area_code >= ${area} AND f.area_code < ${afterArea(area)}`);
  if (assigned !== undefined) parts.push(sql`f.assigned_area >= ${assigned} AND f.assigned_area < ${afterArea(assigned)}`);
  if (overdue === true) parts.push(sql`f.state = 'assigned' AND coalesce(f.due, 'infinity') < ${today}::date`);
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` AND `);
}

/**
 * The same filter as several, one for each county and code that it can be about: each of them reads an index in the order
 * of the list, and a list needs only the first few of each.
 */
export function branches(filter: FindingFilter, counties: readonly string[]): { county: string; filter: FindingFilter }[] {
  const { group, ...rest } = filter;
  const codes = group === undefined || rest.code !== undefined ? [rest.code] : FINDING_CODES.filter((code) => FINDINGS[code].group === group);
  // A code outside the group that was asked for as well: nothing is both.
  if (group !== undefined && rest.code !== undefined && FINDINGS[rest.code].group !== group) return [];
  return counties.flatMap((county) => codes.map((code) => ({ county, filter: { ...rest, code } })));
}

/** The counties within an area that have findings: itself, or where it is a prefecture or province those that ever compared. */
export async function countiesOf(work: Work, areaCode: string): Promise<string[]> {
  if (areaCode.length >= 6) return [areaCode.slice(0, 6)];
  const { rows } = await sql<{ county_code: string }>`SELECT DISTINCT county_code FROM comparison_runs WHERE area_code >= ${areaCode} AND area_code < ${afterArea(areaCode)} AND state = 'done' ORDER BY county_code`.execute(work);
  return rows.map(({ county_code }) => county_code);
}
