import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bilingual, RosterKind } from "@doudi/contract";
import { Divisions, DuckdbEngine, loadKinds, type ReadRoster, readRoster, type RosterRow, townshipResolver } from "@doudi/roster";
import { changeVersion, findMapping, findVersion, getFile, lockVersion, recordAct, storeRoster, type VersionRow, villagesOf, type Work } from "@doudi/store";
import type { Application } from "../application.js";
import { areaOfDivision } from "../compare/areaOfDivision.js";
import type { RunningJob } from "../jobs/createJobs.js";
import { inspectionView } from "./inspectionView.js";
import { inPrivateFolder } from "./privateFolder.js";

const STEPS = {
  reading: { zh: "读取文件", en: "reading the file" },
  storing: { zh: "登记各行", en: "putting the rows on record" },
  register: { zh: "登记人员", en: "entering the persons" },
} as const satisfies Record<string, Bilingual>;
const MEMORY = "2GB";

type ReadingJob = Pick<RunningJob, "jobId" | "county" | "objectId">;
type Parts = Pick<Application, "database" | "keyring">;

/** Whether this job is still the one to read the version: it may have been done before the server was killed. */
export function isWaited(version: VersionRow | undefined, job: ReadingJob): boolean {
  return version?.state === "reading" && version.job_id === job.jobId;
}

/** Puts on record that a version cannot be read, with what was seen of the file. */
export async function failVersion(work: Work, job: ReadingJob, problem: Bilingual, inspection: string | null): Promise<void> {
  await changeVersion(work, job.county, job.objectId, { state: "failed", problem: JSON.stringify(problem), inspection });
  await recordAct(work, { act: "roster.reading_failed", objectKind: "roster_version", objectId: job.objectId, detail: { job: job.jobId } });
}

/**
 * Reads an uploaded file: what Doudi makes of it, its rows and its persons go on record, all of it or nothing. Null, or why
 * it cannot be read.
 */
export async function readUploaded(parts: Parts, job: RunningJob): Promise<Bilingual | null> {
  const { database, keyring } = parts;
  const version = await database.within(job.scope, (work) => findVersion(work, job.county, job.objectId));
  if (version === undefined || !isWaited(version, job)) return version?.state === "failed" ? version.problem : null;
  job.progress(STEPS.reading, 0, 0);
  const bytes = await database.within(job.scope, (work) => getFile(work, keyring, { county: job.county, department: version.department, digest: version.digest }));
  return inPrivateFolder(async (folder) => {
    const path = join(folder, "roster");
    await writeFile(path, bytes, { mode: 0o600 });
    const engine = await DuckdbEngine.open({ memoryLimit: MEMORY, tempDirectory: join(folder, "engine") });
    try {
      return await read(parts, job, version, path, engine);
    } finally {
      await engine.close();
    }
  });
}

async function read({ database, keyring }: Parts, job: RunningJob, version: VersionRow, path: string, engine: DuckdbEngine): Promise<Bilingual | null> {
  const kinds = loadKinds();
  const { county } = job;
  const found = await readRoster({
    path, name: version.file_name, engine, kinds, kind: version.kind as RosterKind | null,
    mapping: version.mapping === null ? null : { kind: version.mapping.kind as RosterKind, columns: version.mapping.columns },
    remembered: (headersDigest) => database.within(job.scope, async (work) => (await findMapping(work, { county, department: version.department, headersDigest })) ?? null),
  });
  const { roster } = found;
  const inspection = JSON.stringify(inspectionView(found, kinds, version));
  if (roster === null) {
    const problem = problemOf(found);
    await database.within(job.scope, async (work) => {
      if (isWaited(await lockVersion(work, county, version.version_id), job)) await failVersion(work, job, problem, inspection);
    });
    return problem;
  }
  const { kind, rows, accepted, duplicates, rejected } = roster;
  const townshipOf = townshipResolver(Divisions.read(), county);
  await database.loadWithin(job.scope, async (work, copy) => {
    const areaOf = areaOfDivision(county, townshipOf, await villagesOf(work, county));
    const stored = await storeRoster(work, copy, keyring, {
      county, versionId: version.version_id, department: version.department, kind, period: version.period, rows: roster.read(),
      areaOf: ({ township, village }: RosterRow) => areaOf(township === "" || village === "" ? township + village : `${township}/${village}`),
      progress: (done) => job.progress(done < rows ? STEPS.storing : STEPS.register, done, rows),
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

function problemOf({ inspection }: ReadRoster): Bilingual {
  const [problem] = inspection.problems;
  if (problem === undefined) throw new Error("a file without a roster has no problem");
  return problem.message;
}
