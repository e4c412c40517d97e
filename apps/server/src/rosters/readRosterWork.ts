import { lockVersion } from "@doudi/store";
import type { JobWork } from "../jobs/createJobs.js";
import { inProcesses, type ProcessAccess } from "../jobs/jobProcess.js";
import { failVersion, isWaited } from "./readUploaded.js";

/** What a job of kind `read_roster` does, for the runner of jobs. */
export function readRosterWork(access: ProcessAccess): JobWork {
  return {
    concurrency: 2,
    run: inProcesses("read_roster", access),
    async failed(work, job, problem) {
      if (isWaited(await lockVersion(work, job.county, job.objectId), job)) await failVersion(work, job, problem, null);
    },
  };
}
