import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bilingual, RosterKind } from "@doudi/contract";
import { Divisions, DuckdbEngine, loadKinds, type ReadRoster, readRoster, type RosterRow, townshipResolver } from "@doudi/roster";
import { changeVersion, findMapping, findVersion, getFile, lockVersion, recordAct, storeRoster, type VersionRow, villagesOf, type Work } from "@doudi/store";
import type { Application } from "../application.js";
import { areaOfDivision } from "../compare/areaOfDivision.js";
import type { JobWork, RunningJob } from "../jobs/createJobs.js";
import { inspectionView } from "./inspectionView.js";
import { inPrivateFolder, sweepPrivateFolders } from "./privateFolder.js";

const STEPS = {
  reading: { zh: "读取文件", en: "reading the file" },
  storing: { zh: "登记各行", en: "putting the rows on record" },
  register: { zh: "登记人员", en: "entering the persons" },
} as const satisfies Record<string, Bilingual>;
const MEMORY = "2GB";

/** Reads uploaded files: what Doudi makes of them, their rows and their persons go on record, all of a file or nothing. */
export function readRosterWork(application: Pick<Application, "database" | "keyring">): JobWork {
  const divisions = Divisions.read();
  // What a server that was killed left open on the disk is gone before the first file is read.
  const swept = sweepPrivateFolders().catch(() => undefined);
  return {
    concurrency: 2,
    async run(job) {
      const { database, keyring } = application;
      await swept;
      const version = await database.within(job.scope, (work) => findVersion(work, job.county, job.objectId));
      if (version === undefined || !isWaited(version, job)) return version?.state === "failed" ? version.problem : null;
      job.progress(STEPS.reading, 0, 0);
      const bytes = await database.within(job.scope, (work) => getFile(work, keyring, { county: job.county, department: version.department, digest: version.digest }));
      return inPrivateFolder(async (folder) => {
        const path = join(folder, "roster");
        await writeFile(path, bytes, { mode: 0o600 });
        const engine = await DuckdbEngine.open({ memoryLimit: MEMORY, tempDirectory: join(folder, "engine") });
        try {
          return await read(application, divisions, job, version, path, engine);
        } finally {
          await engine.close();
        }
      });
    },
    async failed(work, job, problem) {
      const version = await lockVersion(work, job.county, job.objectId);
      if (!isWaited(version, job)) return;
      await fail(work, job, problem, null);
    },
  };
}

/** Whether this job is still the one to read the version: it may have been done before the server was killed. */
function isWaited(version: VersionRow | undefined, job: RunningJob): boolean {
  return version?.state === "reading" && version.job_id === job.jobId;
}

async function read({ database, keyring }: Pick<Application, "database" | "keyring">, divisions: Divisions, job: RunningJob, version: VersionRow, path: string, engine: DuckdbEngine): Promise<Bilingual | null> {
  const kinds = loadKinds();
  const { county } = job;
  const found = await readRoster({
    path, name: version.file_name, engine, kinds, kind: version.kind as RosterKind | null,
    mapping: version.mapping === null ? null : { kind: version.mapping.kind as RosterKind, columns: version.mapping.columns },
    remembered: (headersDigest) => database.within(job.scope, async (work) => (await findMapping(work, { county, department: version.department, headersDigest })) ?? null),
  });
  job.signal.throwIfAborted();
  const { roster } = found;
  const inspection = JSON.stringify(inspectionView(found, kinds, version));
  if (roster === null) {
    const problem = problemOf(found);
    await database.within(job.scope, async (work) => {
      if (isWaited(await lockVersion(work, county, version.version_id), job)) await fail(work, job, problem, inspection);
    });
    return problem;
  }
  const { kind, rows, accepted, duplicates, rejected } = roster;
  const townshipOf = townshipResolver(divisions, county);
  await database.loadWithin(job.scope, async (work, copy) => {
    const areaOf = areaOfDivision(county, townshipOf, await villagesOf(work, county));
    const stored = await storeRoster(work, copy, keyring, {
      county, versionId: version.version_id, department: version.department, kind, period: version.period, rows: roster.read(),
      areaOf: ({ township, village }: RosterRow) => areaOf(township === "" || village === "" ? township + village : `${township}/${village}`),
      progress(done) {
        job.signal.throwIfAborted();
        job.progress(done < rows ? STEPS.storing : STEPS.register, done, rows);
      },
      stillWanted: async () => isWaited(await lockVersion(work, county, version.version_id), job),
      settle: () => changeVersion(work, county, version.version_id, {
        state: "read", kind, rows, accepted, duplicates, rejected, inspection, problem: null,
        mapping: found.mapping === null ? null : JSON.stringify(found.mapping),
      }),
    });
    if (stored) await recordAct(work, { act: "roster.reading_done", objectKind: "roster_version", objectId: version.version_id, detail: { job: job.jobId, kind, rows, accepted, duplicates, rejected } });
  });
  return null;
}

async function fail(work: Work, job: RunningJob, problem: Bilingual, inspection: string | null): Promise<void> {
  await changeVersion(work, job.county, job.objectId, { state: "failed", problem: JSON.stringify(problem), inspection });
  await recordAct(work, { act: "roster.reading_failed", objectKind: "roster_version", objectId: job.objectId, detail: { job: job.jobId } });
}

function problemOf({ inspection }: ReadRoster): Bilingual {
  const [problem] = inspection.problems;
  if (problem === undefined) throw new Error("a file without a roster has no problem");
  return problem.message;
}
