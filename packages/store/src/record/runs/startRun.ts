import { DoudiError, type RosterKind } from "@doudi/contract";
import { sql } from "kysely";
import type { Work } from "../database.js";

/** A signed version that a run can read. */
export interface SignedVersion {
  version_id: number;
  kind: RosterKind;
  period: string;
  signed_at: Date;
}

/** Every signed version of a county, the newest period and version first. */
export async function signedVersions(work: Work, county: string): Promise<SignedVersion[]> {
  const { rows } = await sql<SignedVersion>`SELECT version_id, kind, period, signed_at FROM roster_versions WHERE county_code = ${county} AND state = 'signed' AND kind IS NOT NULL ORDER BY period DESC, version_id DESC`.execute(work);
  return rows;
}

export interface NewRun {
  county: string;
  userId: number | null;
  /** YYYY-MM-DD */
  date: string;
  versions: readonly number[];
  /** Where the calendar starts it: for which quarter, and the kinds that were not signed. */
  calendar?: { period: string; missing: readonly RosterKind[] } | undefined;
}

/** Puts a run on record, queued. Throws run_already where the county has one that is not done. */
export async function startRun(work: Work, { county, userId, date, versions, calendar }: NewRun): Promise<number> {
  const { rows } = await sql<{ run_id: number }>`
    INSERT INTO comparison_runs (county_code, area_code, as_of, state, versions, started_by, calendar_period, missing)
    VALUES (${county}, ${county}, ${date}::date, 'queued', ${versions as number[]}::bigint[], ${userId}, ${calendar?.period ?? null}, ${calendar === undefined ? null : [...calendar.missing]}::text[])
    ON CONFLICT (county_code) WHERE state IN ('queued', 'running') DO NOTHING RETURNING run_id`.execute(work);
  const [row] = rows;
  if (row !== undefined) return row.run_id;
  const { rows: others } = await sql<{ run_id: number }>`SELECT run_id FROM comparison_runs WHERE county_code = ${county} AND state IN ('queued', 'running')`.execute(work);
  throw new DoudiError("run_already", { run: others[0]?.run_id ?? "" });
}

/** Notes the job that does a run. */
export async function setRunJob(work: Work, county: string, runId: number, jobId: number): Promise<void> {
  await sql`UPDATE comparison_runs SET job_id = ${jobId} WHERE county_code = ${county} AND run_id = ${runId}`.execute(work);
}

/** Whether the calendar of a quarter has started its run already, or somebody compared as many kinds of rosters of the quarter. */
export async function isCompared(work: Work, county: string, { period, isComplete, kinds }: { period: string; isComplete: boolean; kinds: number }): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM comparison_runs r WHERE county_code = ${county}
      AND ((calendar_period = ${period} AND (cardinality(missing) = 0) = ${isComplete})
        OR (state <> 'failed' AND (SELECT count(DISTINCT v.kind) FROM roster_versions v WHERE v.county_code = ${county} AND v.version_id = ANY (r.versions) AND v.period = ${period}) >= ${kinds})) LIMIT 1`.execute(work);
  return rows.length > 0;
}
