import { type RawBuilder, sql } from "kysely";
import type { Work } from "../database.js";
import { type FindingFilter, filterSql } from "./findingFilter.js";

export interface FindingCounts {
  /** Without those that are gone, unless the filter asks for them. */
  total: number;
  by_state: Record<string, number>;
  by_code: Record<string, number>;
  /** By township; what lies in no township that is known, by county. */
  by_area: { area: { code: string; name: string }; count: number }[];
}

/** Counts what a filter picks within the scope. `by_state` counts every state where the filter names none. */
export async function countFindings(work: Work, filter: FindingFilter, today: string): Promise<FindingCounts> {
  const { rows } = await countsQuery(filter, today).execute(work);
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

/** Counts by township, state and code. What is gone is counted too, by state alone. */
export function countsQuery(filter: FindingFilter, today: string): RawBuilder<{ township: string; name: string | null; state: string; code: string; n: number }> {
  const wanted = filter.state === undefined ? sql`(${filterSql(filter, today)} OR ${filterSql({ ...filter, state: "gone" }, today)})` : filterSql(filter, today);
  return sql`
    SELECT t.township, d.name, t.state, t.code, t.n FROM (
      SELECT left(f.area_code, 9) AS township, f.state, f.code, sum(f.n)::bigint AS n FROM finding_counts f WHERE ${wanted} GROUP BY 1, 2, 3 HAVING sum(f.n) <> 0) AS t
    LEFT JOIN divisions d ON d.code = t.township ORDER BY t.township`;
}
