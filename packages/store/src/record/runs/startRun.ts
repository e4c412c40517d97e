import { DoudiError, type RosterKind } from "@doudi/contract";
import { sql } from "kysely";
import type { Work } from "../database.js";

/** A signed version that a run can read. */
export interface SignedVersion {
  version_id: number;
  kind: RosterKind;
  period: string;
}

/** Every signed version of a county, the newest period and version first. */
export async function signedVersions(work: Work, county: string): Promise<SignedVersion[]> {
  const { rows } = await sql<SignedVersion>`SELECT version_id, kind, period FROM roster_versions WHERE county_code = ${county} AND state = 'signed' AND kind IS NOT NULL ORDER BY period DESC, version_id DESC`.execute(work);
  return rows;
}

export interface NewRun {
  county: string;
  userId: number | null;
  /** YYYY-MM-DD */
  date: string;
  versions: readonly number[];
}

/** Puts a run on record, queued. Throws run_already where the county has one that is not done. */
export async function startRun(work: Work, { county, userId, date, versions }: NewRun): Promise<number> {
  const { rows } = await sql<{ run_id: number }>`
    INSERT INTO comparison_runs (county_code, area_code, as_of, state, versions, started_by) VALUES (${county}, ${county}, ${date}::date, 'queued', ${versions as number[]}::bigint[], ${userId})
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
