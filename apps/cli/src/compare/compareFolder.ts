import { DoudiError, type FindingRow, type Lang, type Summary } from "@doudi/contract";
import { assertUnchanged, buildSummary, compareRosters, type Comparison, type Division, Divisions, type Engine, type FileProblem, FindingTally, loadKinds, openFolder, readManifest, type RosterFile, severalRowKinds, townshipResolver, vocabularyOf } from "@doudi/roster";
import type { PreviousFindings } from "@doudi/report";
import { writeFile } from "node:fs/promises";
import { assertUntouchedComparison, listOutputs } from "../output/untouchedOutput.js";
import { asWriteError, isInside, OutputFolder } from "../output/outputFolder.js";
import { writeRejected } from "../output/writeRejected.js";
import { doudiVersion } from "../installation.js";
import { onInterrupt } from "../terminal/onInterrupt.js";
import { assertDate, type CompareRequest } from "./compareRequest.js";
import { FindingSink } from "./findingSink.js";
import { loadPolicy, type LoadedPolicy } from "./loadPolicy.js";
import { asEngineError, openEngine } from "./openEngine.js";
import type { Progress } from "./progress.js";
import { type Step, stepText } from "./stepText.js";

/** Steps besides those of each roster (load, duplicates): open, households … statistics, csv, previous, xlsx, html. */
const OTHER_STEPS = 11;
const USUAL_STEPS = 40;

/**
 * Compares a folder of rosters and writes the result, complete or not at all. Throws DoudiError for everything that a
 * user can mend: usage, unreadable rosters (all of them named, unless `keepGoing`), an output that cannot be written.
 */
export async function compareFolder(request: CompareRequest, progress: Progress): Promise<Summary> {
  assertDate(request.date);
  const divisions = Divisions.read();
  const place = divisions.getPlace(request.place);
  const loaded = await loadPolicy({ policies: request.policies, place, date: request.date, lang: request.lang });
  if ((await isInside(request.out, request.folder)) || (await isInside(request.folder, request.out))) throw new DoudiError("output_in_input", { path: request.out });
  const output = await OutputFolder.open(request.out, assertUntouchedComparison);
  const run = new Run(request, progress, output, place, divisions, loaded);
  const interruption = onInterrupt(async () => {
    progress.stop();
    output.discard();
    await run.abandon();
    output.discard();
  });
  try {
    return await run.run();
  } catch (error) {
    await interruption.settle();
    progress.stop();
    output.discard();
    throw asWriteError(request.out, asEngineError(error, request));
  } finally {
    progress.stop();
    interruption.release();
  }
}

/** One comparison: the folder is opened, compared and written. */
class Run {
  readonly #timings: Summary["timings"] = [];
  readonly #townshipOf: ReturnType<typeof townshipResolver>;
  readonly #kinds = loadKinds();
  #engine: Engine | null = null;

  constructor(
    private readonly request: CompareRequest,
    private readonly progress: Progress,
    private readonly output: OutputFolder,
    private readonly place: Division,
    divisions: Divisions,
    private readonly law: LoadedPolicy,
  ) {
    this.#townshipOf = townshipResolver(divisions, place.code);
  }

  async run(): Promise<Summary> {
    const { request, progress } = this;
    const manifest = request.manifest === undefined ? undefined : await readManifest(request.manifest);
    progress.start(USUAL_STEPS);
    const opened = await this.#timed("open", () => openFolder(request.folder, { kinds: this.#kinds, manifest, date: request.date }));
    const unreadable = [...opened.problems];
    this.#mayGoOn(unreadable, opened.rosters);
    progress.expect(OTHER_STEPS + 2 * new Set(opened.rosters.map(({ kind }) => kind)).size);
    const previous = request.previous === undefined ? null : await this.#readPrevious(request.previous);

    try {
      const comparison = await this.#compare(opened.rosters, unreadable);
      const warnings = [...this.law.warnings.map((warning) => warning[request.lang]), ...ignoredWarning(opened.ignored, request.lang)];
      return await this.#write({ comparison, unreadable, warnings, previous });
    } finally {
      await this.#closeEngine();
    }
  }

  /** For a run that was stopped: a database server must not keep its tables. DuckDB ends with the process. */
  async abandon(): Promise<void> {
    if (this.request.engine === "postgres") await this.#closeEngine().catch(() => undefined);
  }

  async #closeEngine(): Promise<void> {
    const engine = this.#engine;
    this.#engine = null;
    await engine?.close();
  }

  #step(step: Step, detail = ""): void {
    this.progress.step(stepText(step, detail, this.request.lang));
  }

  async #timed<T>(step: Step, work: () => Promise<T>): Promise<T> {
    this.#step(step);
    const started = performance.now();
    const result = await work();
    this.#timings.push({ step, seconds: seconds(started) });
    return result;
  }

  async #readPrevious(path: string): Promise<PreviousFindings> {
    return this.#timed("previous", async () => {
      const { readPrevious } = await import("@doudi/report");
      return readPrevious(path);
    });
  }

  /** A file may turn out to be unreadable only now, or change meanwhile: then it is left out where that was asked for. */
  async #compare(rosters: readonly RosterFile[], unreadable: FileProblem[]): Promise<Comparison> {
    const { request } = this;
    const severalRows = severalRowKinds(this.#kinds);
    let left = rosters;
    for (;;) {
      const engine = await openEngine(request, this.output.file(ENGINE_FOLDER));
      this.#engine = engine;
      try {
        const comparison = await compareRosters({
          engine, vocabulary: vocabularyOf(this.#kinds), policy: this.law.policy, rosters: left,
          place: { code: this.place.code, name: this.place.name }, lang: request.lang, severalRows, townshipOf: this.#townshipOf,
          progress: (step, detail) => this.#step(step, detail),
        });
        const changed = await changedFiles(left);
        if (changed.length === 0) return comparison;
        unreadable.push(...changed);
      } catch (error) {
        const found = [...fileProblem(error, left), ...(await changedFiles(left))];
        if (found.length === 0) throw error;
        unreadable.push(...found.filter((problem, i) => found.findIndex(({ file }) => file === problem.file) === i));
      }
      await this.#closeEngine();
      left = left.filter(({ name }) => !unreadable.some(({ file }) => file === name));
      this.#mayGoOn(unreadable, left);
    }
  }

  #mayGoOn(unreadable: readonly FileProblem[], left: readonly RosterFile[]): void {
    if (unreadable.length === 0 && left.length > 0) return;
    if (this.request.keepGoing && left.length > 0) return;
    const list = unreadable.map(({ message }) => `  ${message[this.request.lang]}`).join("\n");
    throw new DoudiError(left.length > 0 || !this.request.keepGoing ? "rosters_unreadable" : "rosters_none", { count: unreadable.length, list });
  }

  async #write(parts: { comparison: Comparison; unreadable: FileProblem[]; warnings: string[]; previous: PreviousFindings | null }): Promise<Summary> {
    const { request, output } = this;
    const { comparison, previous } = parts;
    const engine = this.#engine;
    if (engine === null) throw new Error("the engine was closed before its findings were read");
    const wantsReport = request.formats.has("xlsx") || request.formats.has("html");
    const report = wantsReport || previous !== null ? await import("@doudi/report") : null;
    const tally = new FindingTally(comparison.plan.run.map(({ id }) => id as FindingRow["finding"] & Summary["findings"][number]["code"]), this.#townshipOf);
    const sink = await this.#timed("csv", async () => {
      const sink = new FindingSink({
        csv: request.formats.has("csv") ? output.file("findings.csv") : null,
        changes: previous === null ? null : output.file("changes.csv"),
        ids: request.ids,
        tally,
        comparison: previous === null || report === null ? null : report.comparePrevious(previous, comparison.plan.notRun.map(({ check }) => check)),
        samples: request.formats.has("html") && report !== null ? report.sampler() : null,
        keep: request.formats.has("xlsx") && report !== null ? report.WORKBOOK_LIMIT : 0,
      });
      for await (const batch of comparison.findings()) await sink.write(batch);
      await sink.close();
      return sink;
    });
    await writeRejected(output.file("rejected.csv"), comparison.loaded.flatMap(({ rejected }) => rejected), request);

    const { warnings } = parts;
    const tooMany = request.formats.has("xlsx") && sink.kept === null;
    if (tooMany && !request.workbooks) warnings.push(tooManyWarning(tally.total, request.lang));
    const summarise = (): Summary =>
      buildSummary({
        ...parts, doudiVersion: doudiVersion(), engine, place: this.place, date: request.date, lang: request.lang, policy: this.law.policy, tally, warnings,
        timings: [...this.#timings.slice(0, 1), ...comparison.timings, ...this.#timings.slice(1)],
        previous: sink.previousCounts(),
      });
    if (report !== null && request.formats.has("xlsx")) {
      await this.#timed("xlsx", async () => {
        const options = { summary: summarise(), lang: request.lang, ids: request.ids, ...(previous === null ? {} : { previous }) };
        if (sink.kept !== null) await report.writeWorkbook({ ...options, findings: sink.kept, path: output.file("findings.xlsx") });
        else if (request.workbooks) await report.writeWorkbooks({ ...options, findings: each(comparison.findings()), path: output.file(report.VOLUMES_FOLDER) });
      });
    }
    if (report !== null && request.formats.has("html")) {
      await this.#timed("html", () => report.writeReport({ summary: summarise(), samples: sink.samples(), path: output.file("report.html"), lang: request.lang }));
    }
    await this.#closeEngine();
    output.remove(ENGINE_FOLDER);
    const summary = { ...summarise(), outputs: await listOutputs(output.work) };
    await writeFile(output.file("summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
    await output.commit();
    return summary;
  }
}

const ENGINE_FOLDER = ".engine";

function seconds(started: number): number {
  return Math.round(performance.now() - started) / 1000;
}

async function changedFiles(rosters: readonly RosterFile[]): Promise<FileProblem[]> {
  const problems: FileProblem[] = [];
  for (const { path, name, bytes, modifiedMs } of rosters) {
    try {
      await assertUnchanged(path, name, { bytes, modifiedMs });
    } catch (error) {
      problems.push(...fileProblem(error, rosters));
    }
  }
  return problems;
}

/** An error that speaks of one of the files, as a problem of that file. */
function fileProblem(error: unknown, rosters: readonly RosterFile[]): FileProblem[] {
  if (!(error instanceof DoudiError) || !rosters.some(({ name }) => name === error.info["file"])) return [];
  return [{ file: String(error.info["file"]), code: error.code, message: { zh: error.text("zh"), en: error.text("en") } }];
}

function ignoredWarning(ignored: readonly string[], lang: Lang): string[] {
  if (ignored.length === 0) return [];
  const shown = ignored.slice(0, 5);
  const more = ignored.length - shown.length;
  return [lang === "zh"
    ? `文件夹里有 ${ignored.length} 个文件不是表格,未读取:${shown.join("、")}${more > 0 ? " 等" : ""}`
    : `${ignored.length} files in the folder are no spreadsheets and were not read: ${shown.join(", ")}${more > 0 ? ", …" : ""}`];
}

function tooManyWarning(total: number, lang: Lang): string {
  return lang === "zh"
    ? `疑点共 ${total} 条,超过一个工作簿的上限,未写 findings.xlsx;加 --workbooks 可按乡镇分册。findings.csv 是完整的。`
    : `${total} findings are too many for one workbook, so findings.xlsx was not written; --workbooks writes one a township. findings.csv is whole.`;
}

async function* each(batches: AsyncIterable<FindingRow[]>): AsyncIterable<FindingRow> {
  for await (const batch of batches) yield* batch;
}

