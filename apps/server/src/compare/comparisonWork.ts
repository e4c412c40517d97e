import { failRun } from "@doudi/store";
import type { JobWork } from "../jobs/createJobs.js";
import { inProcesses, type ProcessAccess } from "../jobs/jobProcess.js";

/** What a job of kind `compare` does, for the runner of jobs. One comparison at a time: it takes the machine's memory. */
export function comparisonWork(access: ProcessAccess): JobWork {
  return {
    concurrency: 1,
    run: inProcesses("compare", access),
    failed: (work, { county, objectId }, problem) => failRun(work, county, objectId, problem),
  };
}
