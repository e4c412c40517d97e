import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bilingual, DoudiError, type FindingCode, type FindingRow, type Summary } from "@doudi/contract";
import type { Policy } from "@doudi/policy";
import { sampler, writeReport } from "@doudi/report";
import { buildSummary, compareRosters, type Comparison, comparisonStepText, type Division, Divisions, DuckdbEngine, FindingTally, loadKinds, severalRowKinds, townshipResolver, vocabularyOf } from "@doudi/roster";
import { beginRun, finishRun, type IncomingFinding, ingestFindings, recordAct, type Scope, versionsOfRun, villagesOf } from "@doudi/store";
import type { Application } from "../application.js";
import { inPrivateFolder } from "../rosters/privateFolder.js";
import { areaOfDivision } from "./areaOfDivision.js";
import { incomingFindings } from "./incomingFindings.js";
import { type OpenedVersion, openVersions } from "./openVersions.js";

/** The job of a run. */
export interface RunJob {
  readonly county: string;
  /** Number of the run. */
  readonly objectId: number;
  /** The system's own, in the county. */
  readonly scope: Scope;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
  progress(step: Bilingual, done: number, total: number): void;
}

type Parts = Pick<Application, "database" | "keyring" | "law">;

const MEMORY_LIMIT = "3GB";
/** The language of what goes on record. */
const LANG = "zh";
/** Steps besides reading each roster and looking for its duplicates. */
const OTHER_STEPS = 8;
const STEPS = {
  open: { zh: "打开花名册", en: "opening the rosters" },
  record: { zh: "登记疑点", en: "putting findings on record" },
} as const satisfies Record<string, Bilingual>;

/**
 * Does a run: compares its versions just as `doudi compare` compares files, and brings the county's findings up to it, all
 * in one transaction with the end of the run. May begin again after a crash; a run that has ended is left alone.
 *
 * @throws DoudiError run_unsigned, rosters_unreadable, place_unknown, packs_invalid, database_*
 */
export async function runComparison(job: RunJob, parts: Parts): Promise<void> {
  const { county, objectId: runId, scope } = job;
  const run = await parts.database.within(scope, (work) => beginRun(work, county, runId));
  if (run === null || run.state !== "running") return;
  const versions = await parts.database.within(scope, (work) => versionsOfRun(work, county, run.versions));
  const unsigned = run.versions.find((id) => !versions.some(({ version_id }) => version_id === id));
  if (unsigned !== undefined) throw new DoudiError("run_unsigned", { version: unsigned });
  const policy = await parts.law.policyOf(county, run.as_of);
  const kinds = loadKinds();
  await inPrivateFolder(async (folder) => {
    const steps = stepCounter(job, OTHER_STEPS + 2 * new Set(versions.map(({ kind }) => kind)).size);
    steps(STEPS.open);
    const opened = await openVersions(parts, { scope, versions, folder, kinds, date: run.as_of });
    const divisions = Divisions.read();
    const place = divisions.getPlace(county);
    const townshipOf = townshipResolver(divisions, county);
    const engine = await DuckdbEngine.open({ memoryLimit: MEMORY_LIMIT, tempDirectory: join(folder, "engine") });
    try {
      const comparison = await compareRosters({
        engine, vocabulary: vocabularyOf(kinds), policy, rosters: opened.map(({ roster }) => roster), place: { code: place.code, name: place.name }, lang: LANG, severalRows: severalRowKinds(kinds), townshipOf,
        progress: (step, detail) => {
          job.signal.throwIfAborted();
          steps(comparisonStepText(step, detail));
        },
      });
      steps(STEPS.record);
      await keep(job, parts, { comparison, opened, policy, place, date: run.as_of, engine, townshipOf, folder });
    } finally {
      await engine.close();
    }
  });
}

interface Compared {
  comparison: Comparison;
  opened: readonly OpenedVersion[];
  policy: Policy;
  place: Division;
  date: string;
  engine: DuckdbEngine;
  townshipOf: ReturnType<typeof townshipResolver>;
  folder: string;
}

/** Puts findings, summary and report on record and ends the run; nothing of it where the run was ended meanwhile. */
async function keep({ county, objectId: runId, scope }: RunJob, { database, keyring }: Parts, { comparison, opened, policy, place, date, engine, townshipOf, folder }: Compared): Promise<void> {
  const ran = comparison.plan.run.map(({ id }) => id as FindingCode);
  const tally = new FindingTally(ran, townshipOf);
  const samples = sampler();
  await database.loadWithin(scope, async (work, copy) => {
    const toIncoming = incomingFindings(keyring, opened, areaOfDivision(county, townshipOf, await villagesOf(work, county)));
    const counts = await ingestFindings(work, copy, { county, runId, ran, findings: each(comparison.findings(), toIncoming, (row) => { tally.add(row); samples.add(row); }) });
    const summary: Summary = buildSummary({ doudiVersion: doudiVersion(), place, date, lang: LANG, engine, policy, comparison, tally, unreadable: [], warnings: [], timings: comparison.timings, previous: null });
    const path = join(folder, "report.html");
    await writeReport({ summary, samples: samples.samples(), path, lang: LANG });
    const ended = await finishRun(work, county, runId, { policy: policy.chain.map(({ id, version }) => `${id} ${version}`).join("、"), summary, report: await readFile(path, "utf8"), counts });
    if (!ended) throw new Error(`run ${runId} was ended by somebody else`);
    await recordAct(work, { act: "run.finish", objectKind: "run", objectId: runId, detail: { ...counts }, area: county });
  });
}

async function* each(batches: AsyncIterable<FindingRow[]>, change: (row: FindingRow) => IncomingFinding, see: (row: FindingRow) => void): AsyncIterable<IncomingFinding[]> {
  for await (const batch of batches) {
    for (const row of batch) see(row);
    yield batch.map(change);
  }
}

function stepCounter(job: RunJob, total: number): (step: Bilingual) => void {
  let done = 0;
  return (step) => {
    job.progress(step, Math.min(done, total), total);
    done += 1;
  };
}

function doudiVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
