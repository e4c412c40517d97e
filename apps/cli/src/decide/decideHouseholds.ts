import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type DecisionSummary, DoudiError, maskText, REJECTED_COLUMNS } from "@doudi/contract";
import { chooseSchemes, decide, type Decisions, DECISION_STEPS, type DecisionStep, locateInput, problemText } from "@doudi/decision";
import { type Division, Divisions, DuckdbEngine, type Engine } from "@doudi/roster";
import { assertDate } from "../compare/compareRequest.js";
import { loadPolicy, type LoadedPolicy } from "../compare/loadPolicy.js";
import { asEngineError, openEngine } from "../compare/openEngine.js";
import type { Progress } from "../compare/progress.js";
import { CsvFile } from "../output/csvFile.js";
import { guardFormula } from "@doudi/report/csv";
import { asWriteError, isInside, OutputFolder } from "../output/outputFolder.js";
import { assertUntouchedDecisions, listOutputs } from "../output/untouchedOutput.js";
import { onInterrupt } from "../terminal/onInterrupt.js";
import { buildDecisionSummary } from "./buildDecisionSummary.js";
import type { DecideRequest } from "./decideRequest.js";

const ENGINE_FOLDER = ".engine";

const STEPS = {
  load: { zh: "读取家庭数据", en: "reading the households" },
  decide: { zh: "判定", en: "deciding" },
  count: { zh: "统计", en: "counting" },
  write: { zh: "写判定结果", en: "writing the decisions" },
} as const satisfies Record<DecisionStep, { zh: string; en: string }>;

/**
 * Decides the households of an input and writes the result, complete or not at all. Throws DoudiError for everything that a user can
 * mend: usage, an input that cannot be read as a whole, an output that cannot be written. A household with something wrong in its data is no
 * error: it stands in rejected.csv.
 */
export async function decideHouseholds(request: DecideRequest, progress: Progress): Promise<DecisionSummary> {
  assertDate(request.date);
  const divisions = Divisions.read();
  const place = divisions.getPlace(request.place);
  const law = await loadPolicy({ policies: request.policies, place, date: request.date, lang: request.lang, set: request.set });
  chooseSchemes(law.policy, request.schemes);
  await locateInput(request.input);
  if (await isInside(request.input, request.out)) throw new DoudiError("output_holds_input", { path: request.out });
  const output = await OutputFolder.open(request.out, assertUntouchedDecisions);
  let engine: Engine | null = null;
  const closeEngine = async (): Promise<void> => {
    const open = engine;
    engine = null;
    await open?.close();
  };
  const interruption = onInterrupt(async () => {
    progress.stop();
    output.discard();
    // A database server must not keep the tables of a run that was stopped; DuckDB ends with the process.
    if (request.engine === "postgres") await closeEngine().catch(() => undefined);
    output.discard();
  });
  try {
    progress.start(DECISION_STEPS.length);
    engine = await openEngine(request, output.file(ENGINE_FOLDER));
    const decisions = await decide({
      policy: law.policy, input: request.input, schemes: request.schemes, engine,
      openScratch: () => DuckdbEngine.open({ memoryLimit: request.memoryLimit, tempDirectory: output.file(ENGINE_FOLDER) }),
      progress: (step) => progress.step(STEPS[step][request.lang]),
    });
    return await write(decisions, { request, output, place, divisions, law, engine, closeEngine });
  } catch (error) {
    await interruption.settle();
    progress.stop();
    await closeEngine().catch(() => undefined);
    output.discard();
    throw asWriteError(request.out, asEngineError(error, request));
  } finally {
    progress.stop();
    interruption.release();
  }
}

interface Parts {
  request: DecideRequest;
  output: OutputFolder;
  place: Division;
  divisions: Divisions;
  law: LoadedPolicy;
  engine: Engine;
  closeEngine: () => Promise<void>;
}

async function write(decisions: Decisions, { request, output, closeEngine, ...parts }: Parts): Promise<DecisionSummary> {
  await decisions.write(output.file(`decisions.${request.format}`), request.format);
  await writeRejected(output.file("rejected.csv"), decisions, request);
  const { engine } = parts;
  const version = { name: engine.dialect.name, version: engine.version };
  await closeEngine();
  output.remove(ENGINE_FOLDER);
  const summary = { ...buildDecisionSummary(decisions, { ...parts, request, engine: version, file: basename(request.input) }), outputs: await listOutputs(output.work) };
  await writeFile(output.file("summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
  await output.commit();
  return summary;
}

/** What is wrong with the data, a line each, in the order of files and rows. */
async function writeRejected(path: string, { loaded, facts }: Decisions, { lang }: DecideRequest): Promise<void> {
  const file = new CsvFile(path, REJECTED_COLUMNS);
  for await (const batch of loaded.rejections()) {
    for (const problem of batch) {
      const cells = [problem.file, problem.sheet, String(problem.row), problem.householdNo ?? "", problem.key, problem.code, problem.value, maskText(problemText(problem, facts, lang))];
      file.add(cells.map(guardFormula));
    }
    await file.flush();
  }
  await file.close();
}
