import type { Bilingual } from "@doudi/contract";
import { failRun, type Work } from "@doudi/store";
import type { Application } from "../application.js";
import { type RunJob, runComparison } from "./runComparison.js";

/** What a job of kind `compare` does, for the runner of jobs. One comparison at a time: it takes the machine's memory. */
export function comparisonWork(parts: Pick<Application, "database" | "keyring" | "law">): { readonly concurrency: number; run(job: RunJob): Promise<null>; failed(work: Work, job: Pick<RunJob, "county" | "objectId">, problem: Bilingual): Promise<void> } {
  return {
    concurrency: 1,
    async run(job) {
      await runComparison(job, parts);
      return null;
    },
    failed: (work, { county, objectId }, problem) => failRun(work, county, objectId, problem),
  };
}
