import type { Bilingual } from "@doudi/contract";
import type { Department } from "@doudi/contract/api";
import { sql } from "kysely";
import type { Work } from "../record/database.js";
import type { RowOf } from "../record/tables.js";

export type JobKind = RowOf<"jobs">["kind"];

/** Puts a job on record, queued. */
export async function insertJob(work: Work, job: { county: string; kind: JobKind; objectId: number; department: Department | null; userId: number | null }): Promise<number> {
  const { job_id } = await work.insertInto("jobs")
    .values({ county_code: job.county, area_code: job.county, department: job.department, kind: job.kind, object_id: job.objectId, state: "queued", created_by: job.userId })
    .returning("job_id").executeTakeFirstOrThrow();
  return job_id;
}

/** The jobs on record, of every county, that are not finished and not in the queue. Until the transaction ends nobody else looks. */
export async function lostJobs(work: Work): Promise<{ county: string; jobId: number; kind: JobKind }[]> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('doudi lost jobs'))`.execute(work);
  const { rows } = await sql<{ county: string; jobId: number; kind: JobKind }>`
    SELECT u.county, u.job_id AS "jobId", u.kind FROM doudi.unfinished_jobs() u
    WHERE NOT EXISTS (SELECT FROM jobs.job q WHERE q.name = u.kind AND q.state < 'completed' AND q.data = jsonb_build_object('county', u.county, 'jobId', u.job_id)) ORDER BY u.job_id`.execute(work);
  return rows;
}

/** A job within the scope; undefined where there is none. */
export async function findJob(work: Work, jobId: number): Promise<RowOf<"jobs"> | undefined> {
  return work.selectFrom("jobs").selectAll().where("job_id", "=", jobId).executeTakeFirst();
}

/** Says that a job runs; the job, or undefined where it is finished or not there. */
export async function startJob(work: Work, county: string, jobId: number): Promise<RowOf<"jobs"> | undefined> {
  return work.updateTable("jobs").set({ state: "running", step: null, done: 0, total: 0 })
    .where("county_code", "=", county).where("job_id", "=", jobId).where("state", "in", ["queued", "running"])
    .returningAll().executeTakeFirst();
}

export async function updateProgress(work: Work, county: string, jobId: number, { step, done, total }: { step: Bilingual; done: number; total: number }): Promise<void> {
  await work.updateTable("jobs").set({ step: JSON.stringify(step), done, total })
    .where("county_code", "=", county).where("job_id", "=", jobId).where("state", "=", "running").execute();
}

/** Ends a job: done, or failed where there is a problem. */
export async function finishJob(work: Work, county: string, jobId: number, problem: Bilingual | null): Promise<void> {
  await work.updateTable("jobs").set({ state: problem === null ? "done" : "failed", step: null, problem: problem === null ? null : JSON.stringify(problem), finished_at: new Date() })
    .where("county_code", "=", county).where("job_id", "=", jobId).execute();
}
