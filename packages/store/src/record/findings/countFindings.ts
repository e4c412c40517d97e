import { sql } from "kysely";
import type { Work } from "../database.js";
import { branches, comparedCounties, type FindingFilter, filterSql } from "./findingFilter.js";

export interface FindingCounts {
  /** Without those that are gone, unless the filter asks for them. */
  total: number;
  by_state: Record<string, number>;
  by_code: Record<string, number>;
  /** By township; what lies in no township that is known, by county. */
  by_area: { area: { code: string; name: string }; count: number }[];
}

/** Counts what a filter picks within the scope. `by_state` counts every state where the filter names none. */
export async function countFindings(work: Work, areaCode: string, filter: FindingFilter, today: string): Promise<FindingCounts> {
  const counties = await comparedCounties(work, areaCode);
  // What is gone is counted too, by state alone.
  const wanted = filter.state === undefined ? [...branches(filter, areaCode, counties, "state"), ...branches({ ...filter, state: "gone" }, areaCode, counties, "state")] : branches(filter, areaCode, counties, "state");
  const parts = wanted.map(({ county, filter }) => sql`SELECT f.area_code, f.state, f.code, sum(f.n) AS n FROM finding_counts f WHERE f.area_code >= ${county} AND f.area_code < ${`${county}:`} AND ${filterSql(filter, today)} GROUP BY f.area_code, f.state, f.code HAVING sum(f.n) <> 0`);
  if (parts.length === 0) return { total: 0, by_state: {}, by_code: {}, by_area: [] };
  const { rows } = await sql<{ township: string; name: string | null; state: string; code: string; n: number }>`
    SELECT t.township, d.name, t.state, t.code, t.n FROM (
      SELECT left(c.area_code, 9) AS township, c.state, c.code, sum(c.n)::bigint AS n FROM (${sql.join(parts, sql` UNION ALL `)}) AS c GROUP BY 1, 2, 3) AS t
    LEFT JOIN divisions d ON d.code = t.township ORDER BY t.township`.execute(work);
  const counts: FindingCounts = { total: 0, by_state: {}, by_code: {}, by_area: [] };
  for (const { township, name, state, code, n } of rows) {
    counts.by_state[state] = (counts.by_state[state] ?? 0) + n;
    if (state === "gone" && filter.state !== "gone") continue;
    counts.total += n;
    counts.by_code[code] = (counts.by_code[code] ?? 0) + n;
    const last = counts.by_area.at(-1);
    if (last?.area.code === township) last.count += n;
    else counts.by_area.push({ area: { code: township, name: name ?? township }, count: n });
  }
  return counts;
}
