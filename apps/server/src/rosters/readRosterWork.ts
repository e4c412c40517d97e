import { findVersion, lockVersion } from "@doudi/store";
import type { Application } from "../application.js";
import type { JobWork } from "../jobs/createJobs.js";
import { inPrivateFolder, sweepPrivateFolders } from "./privateFolder.js";
import { type ReadingAccess, ReadingProcess } from "./readingProcess.js";
import { failVersion, isWaited } from "./readUploaded.js";

/**
 * Reads uploaded files: what Doudi makes of them, their rows and their persons go on record, all of a file or nothing. That
 * is done in processes of their own, so that requests are answered meanwhile and a file that is too much fails alone.
 */
export function readRosterWork({ database }: Pick<Application, "database">, access: ReadingAccess): JobWork {
  // What a server that was killed left open on the disk is gone before the first file is read.
  const swept = sweepPrivateFolders().catch(() => undefined);
  const idle = new Set<ReadingProcess>();
  return {
    concurrency: 2,
    async run(job) {
      await swept;
      const version = await database.within(job.scope, (work) => findVersion(work, job.county, job.objectId));
      if (version === undefined || !isWaited(version, job)) return version?.state === "failed" ? version.problem : null;
      job.signal.throwIfAborted();
      for (const process of idle) if (!process.alive) idle.delete(process);
      const process = [...idle][0] ?? new ReadingProcess(access, job.signal);
      idle.delete(process);
      try {
        return await inPrivateFolder((folder) => process.read(job, version, folder));
      } finally {
        idle.add(process);
      }
    },
    async failed(work, job, problem) {
      if (isWaited(await lockVersion(work, job.county, job.objectId), job)) await failVersion(work, job, problem, null);
    },
  };
}
