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
  // One pass over the counts, added up here.
  const { rows } = await sql<{ state: string; rank: number; unjudged: boolean; due_area: string | null; overdue: boolean; n: number }>`
    SELECT state, rank, code = 'link.probable' AND verdict = 'none' AND state IN ('open', 'assigned') AS unjudged,
      CASE WHEN due IS NOT NULL AND state = 'assigned' THEN left(coalesce(assigned_area, area_code), ${BELOW[area.length] ?? 12}) END AS due_area, coalesce(due < ${today}::date, false) AS overdue, sum(n)::bigint AS n
    FROM finding_counts GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0 ORDER BY state, rank`.execute(work);
  const findings = new Map<string, { state: string; severity: string; count: number }>();
  const due = new Map<string, { area: string; count: number; overdue: number }>();
  let links = 0;
  for (const { state, rank, unjudged, due_area, overdue, n } of rows) {
    const found = findings.get(`${state} ${rank}`);
    findings.set(`${state} ${rank}`, { state, severity: (["high", "medium", "low"] as const)[rank - 1] ?? "low", count: (found?.count ?? 0) + n });
    if (unjudged) links += n;
    if (due_area === null) continue;
    const before = due.get(due_area);
    due.set(due_area, { area: due_area, count: (before?.count ?? 0) + n, overdue: (before?.overdue ?? 0) + (overdue ? n : 0) });
  }
  const jobs = await work.selectFrom("jobs").select(({ fn }) => fn.countAll<number>().as("count")).where("created_by", "=", userId).where("state", "in", ["queued", "running"]).executeTakeFirst();
  return { findings: [...findings.values()], due: [...due.values()].sort((a, b) => b.overdue - a.overdue || b.count - a.count || (a.area < b.area ? -1 : 1)), links, jobs: jobs?.count ?? 0 };
}
