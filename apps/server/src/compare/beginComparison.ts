import { type NewRun, recordAct, setRunJob, startRun, type Work } from "@doudi/store";
import type { Application } from "../application.js";

/** Puts a comparison on record and queues its job, in one transaction. Throws run_already. */
export async function beginComparison(work: Work, { queue }: Pick<Application, "queue">, run: NewRun): Promise<{ run_id: number; job: number }> {
  const { county, userId, date, versions, calendar } = run;
  const run_id = await startRun(work, run);
  const job = await queue.add(work, { kind: "compare", objectId: run_id, county, department: null, userId });
  await setRunJob(work, county, run_id, job);
  await recordAct(work, { act: "run.start", objectKind: "run", objectId: run_id, detail: { date, versions: versions.join(","), ...(calendar === undefined ? {} : { calendar: calendar.period, missing: calendar.missing.join(",") }) } });
  return { run_id, job };
}
