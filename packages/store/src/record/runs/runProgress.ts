import type { Bilingual, RosterKind, Summary } from "@doudi/contract";
import type { Department } from "@doudi/contract/api";
import { sql } from "kysely";
import type { Work } from "../database.js";

/** A version that a run reads, with the sealed file that it came in. */
export interface RunVersion {
  version_id: number;
  department: Department;
  kind: RosterKind;
  period: string;
  file_name: string;
  digest: string;
  mapping: { kind: string; columns: Record<string, string> } | null;
}

export interface StartedRun {
  run_id: number;
  as_of: string;
  state: "queued" | "running" | "done" | "failed";
  versions: number[];
}

/** Takes a run up, for the first time or again after a crash; null where it is not there. A run that is done stays so. */
export async function beginRun(work: Work, county: string, runId: number): Promise<StartedRun | null> {
  await sql`UPDATE comparison_runs SET state = 'running' WHERE county_code = ${county} AND run_id = ${runId} AND state = 'queued'`.execute(work);
  const { rows } = await sql<StartedRun>`SELECT run_id, as_of, state, versions FROM comparison_runs WHERE county_code = ${county} AND run_id = ${runId}`.execute(work);
  return rows[0] ?? null;
}

/** The versions of a run that are still signed, in the order in which they came. */
export async function versionsOfRun(work: Work, county: string, versions: readonly number[]): Promise<RunVersion[]> {
  const { rows } = await sql<RunVersion>`
    SELECT version_id, department, kind, period, file_name, digest, mapping FROM roster_versions
    WHERE county_code = ${county} AND version_id = ANY (${versions as number[]}::bigint[]) AND state = 'signed' ORDER BY version_id`.execute(work);
  return rows;
}

/** The sealed bytes of a roster's file; null where they are not there. */
export async function sealedFile(work: Work, county: string, department: Department, digest: string): Promise<{ sealed: Buffer; key_version: number } | null> {
  const { rows } = await sql<{ sealed: Buffer; key_version: number }>`SELECT sealed, key_version FROM roster_files WHERE county_code = ${county} AND department = ${department} AND digest = ${digest}`.execute(work);
  return rows[0] ?? null;
}

export interface RunResult {
  policy: string;
  summary: Summary;
  report: string;
  counts: { new: number; same: number; gone: number };
}

/** Ends a run with what it found. False where somebody ended it before: then nothing else of it may be kept. */
export async function finishRun(work: Work, county: string, runId: number, { policy, summary, report, counts }: RunResult): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE comparison_runs SET state = 'done', policy = ${policy}, summary = ${JSON.stringify(summary)}::jsonb, report = ${report}, problem = NULL,
      new_findings = ${counts.new}, same_findings = ${counts.same}, gone_findings = ${counts.gone}, finished_at = now()
    WHERE county_code = ${county} AND run_id = ${runId} AND state = 'running'`.execute(work);
  return numAffectedRows === 1n;
}

/** Ends a run that cannot be done. */
export async function failRun(work: Work, county: string, runId: number, problem: Bilingual): Promise<void> {
  await sql`UPDATE comparison_runs SET state = 'failed', problem = ${JSON.stringify(problem)}::jsonb, finished_at = now() WHERE county_code = ${county} AND run_id = ${runId} AND state IN ('queued', 'running')`.execute(work);
}

/** The villages of a county that the record knows, for findings that name one. */
export async function villagesOf(work: Work, county: string): Promise<{ code: string; name: string; parent_code: string }[]> {
  const { rows } = await sql<{ code: string; name: string; parent_code: string }>`SELECT code, name, parent_code FROM divisions WHERE level = 'village' AND code >= ${county} AND code < ${`${county}:`} ORDER BY code`.execute(work);
  return rows;
}
