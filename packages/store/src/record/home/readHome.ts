import { sql } from "kysely";
import type { Work } from "../database.js";

/** What there is to do in an area. */
export interface Home {
  readonly findings: readonly { readonly state: string; readonly severity: string; readonly count: number }[];
  /** Assigned findings with a due date, by the division one level down that they were assigned to. */
  readonly due: readonly { readonly area: string; readonly count: number; readonly overdue: number }[];
  /** Probable links that nobody has judged yet. */
  readonly links: number;
  /** The user's own jobs that are not finished. */
  readonly jobs: number;
}

/** Codes one level below an area: 6 digits → 9, 9 → 12; provinces and prefectures by two more. */
const BELOW: Readonly<Record<number, number>> = { 2: 4, 4: 6, 6: 9, 9: 12, 12: 12 };

/** @param today YYYY-MM-DD: what was due before is overdue */
export async function readHome(work: Work, { area, userId, today }: { area: string; userId: number; today: string }): Promise<Home> {
  const found = sql<number>`sum(n)::bigint`.as("count");
  const byState = await work.selectFrom("finding_counts").select(["state", "rank", found]).groupBy(["state", "rank"]).having(sql`sum(n)`, "<>", 0).orderBy("state").orderBy("rank").execute();
  const { rows: due } = await sql<Home["due"][number]>`
    SELECT left(coalesce(assigned_area, area_code), ${BELOW[area.length] ?? 12}) AS area, sum(n)::bigint AS count, coalesce(sum(n) FILTER (WHERE due < ${today}::date), 0)::bigint AS overdue
    FROM finding_counts WHERE due IS NOT NULL AND state = 'assigned' GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 3 DESC, 2 DESC, 1`.execute(work);
  const links = await work.selectFrom("finding_counts").select(sql<number>`coalesce(sum(n), 0)::bigint`.as("count")).where("code", "=", "link.probable").where("verdict", "=", "none").where("state", "in", ["open", "assigned"]).executeTakeFirst();
  const jobs = await work.selectFrom("jobs").select(({ fn }) => fn.countAll<number>().as("count")).where("created_by", "=", userId).where("state", "in", ["queued", "running"]).executeTakeFirst();
  return {
    findings: byState.map(({ state, rank, count }) => ({ state, severity: (["high", "medium", "low"] as const)[rank - 1] ?? "low", count })),
    due, links: links?.count ?? 0, jobs: jobs?.count ?? 0,
  };
}
