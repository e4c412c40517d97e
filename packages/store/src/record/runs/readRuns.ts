import { type Bilingual, DoudiError, type RosterKind, type Summary } from "@doudi/contract";
import { sql } from "kysely";
import type { Work } from "../database.js";

const MOST_RUNS = 100;

export interface RunRecord {
  county_code: string;
  county_name: string | null;
  run_id: number;
  as_of: string;
  state: "queued" | "running" | "done" | "failed";
  policy: string;
  versions: number[];
  new_findings: number;
  same_findings: number;
  gone_findings: number;
  started_by: number | null;
  started_name: string | null;
  started_at: Date;
  finished_at: Date | null;
  calendar_period: string | null;
  missing: RosterKind[] | null;
  job_id: number | null;
  problem: Bilingual | null;
}

const COLUMNS = sql`r.county_code, d.name AS county_name, r.run_id, r.as_of, r.state, r.policy, r.versions, r.new_findings, r.same_findings, r.gone_findings, r.started_by, staff_name(r.started_by) AS started_name, r.started_at, r.finished_at, r.calendar_period, r.missing, r.job_id, r.problem`;

/** The runs within the scope, newest first. */
export async function listRuns(work: Work): Promise<RunRecord[]> {
  const { rows } = await sql<RunRecord>`SELECT ${COLUMNS} FROM comparison_runs r LEFT JOIN divisions d ON d.code = r.county_code ORDER BY r.run_id DESC LIMIT ${MOST_RUNS}`.execute(work);
  return rows;
}

/** One run with its summary. Throws not_found. */
export async function findRun(work: Work, runId: number): Promise<RunRecord & { summary: Summary | null }> {
  const { rows } = await sql<RunRecord & { summary: Summary | null }>`SELECT ${COLUMNS}, r.summary FROM comparison_runs r LEFT JOIN divisions d ON d.code = r.county_code WHERE r.run_id = ${runId}`.execute(work);
  const [row] = rows;
  if (row === undefined) throw new DoudiError("not_found");
  return row;
}

/** The report of a run as a page. Throws not_found where there is none. */
export async function findReport(work: Work, runId: number): Promise<string> {
  const { rows } = await sql<{ report: string | null }>`SELECT report FROM comparison_runs WHERE run_id = ${runId}`.execute(work);
  const report = rows[0]?.report ?? null;
  if (report === null) throw new DoudiError("not_found");
  return report;
}

export interface QuarterOverlap {
  run_id: number;
  as_of: string;
  overlap: Summary["overlap"][number];
}

/** What the last run of each quarter counted for its county, oldest first. */
export async function overlapByQuarter(work: Work): Promise<QuarterOverlap[]> {
  const { rows } = await sql<QuarterOverlap>`
    SELECT q.run_id, q.as_of, q.overlap FROM (
      SELECT DISTINCT ON (r.county_code, date_trunc('quarter', r.as_of)) r.run_id, r.as_of, jsonb_path_query_first(r.summary, '$.overlap[*] ? (@.level == "county")') AS overlap
      FROM comparison_runs r WHERE r.state = 'done' ORDER BY r.county_code, date_trunc('quarter', r.as_of), r.as_of DESC, r.run_id DESC) AS q
    WHERE q.overlap IS NOT NULL ORDER BY q.as_of, q.run_id`.execute(work);
  return rows;
}
