import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DoudiError, type Simulation, SIMULATION_COLUMNS } from "@doudi/contract";
import { locateInput, type SimulatedHouseholds, simulateHouseholds, SIMULATION_STEPS, type SimulationStep } from "@doudi/decision";
import { writeSimulation } from "@doudi/report/simulation";
import { type Division, Divisions, DuckdbEngine, type Engine } from "@doudi/roster";
import { assertDate } from "../compare/compareRequest.js";
import { loadPolicy } from "../compare/loadPolicy.js";
import { asEngineError, openEngine } from "../compare/openEngine.js";
import type { Progress } from "../compare/progress.js";
import { CsvFile } from "../output/csvFile.js";
import { guardFormula } from "@doudi/report/csv";
import { asWriteError, isInside, OutputFolder } from "../output/outputFolder.js";
import { assertUntouchedSimulation, listOutputs } from "../output/untouchedOutput.js";
import { onInterrupt } from "../terminal/onInterrupt.js";
import { buildSimulation, type Side } from "./buildSimulation.js";
import type { SimulateRequest } from "./simulateRequest.js";

const STEPS = {
  load: { zh: "读取家庭数据", en: "reading the households" },
  before: { zh: "按原规定判定", en: "deciding under the law before" },
  after: { zh: "按新规定判定", en: "deciding under the law after" },
  join: { zh: "逐户对照", en: "holding the decisions against each other" },
  count: { zh: "统计", en: "counting" },
} as const satisfies Record<SimulationStep, { zh: string; en: string }>;

/**
 * Decides the same households under two laws and writes the result where the request says, complete or not at all. Throws DoudiError for
 * everything that a user can mend.
 */
export async function simulateInput(request: SimulateRequest, progress: Progress): Promise<Simulation> {
  const { lang, out } = request;
  const divisions = Divisions.read();
  const { before, after } = await bothSides(request, divisions);
  await locateInput(request.input);
  if (out !== undefined && (await isInside(request.input, out))) throw new DoudiError("output_holds_input", { path: out });
  const output = out === undefined ? null : await OutputFolder.open(out, assertUntouchedSimulation);
  const interruption = onInterrupt(async () => {
    progress.stop();
    output?.discard();
  });
  let engine: Engine | null = null;
  try {
    progress.start(SIMULATION_STEPS.length);
    engine = await openEngine(request, output?.file(ENGINE_FOLDER) ?? join(tmpdir(), `doudi-${process.pid}`));
    const openScratch = (): Promise<Engine> => DuckdbEngine.open({ memoryLimit: request.memoryLimit });
    const simulated = await simulateHouseholds({ before: before.policy, after: after.policy, input: request.input, schemes: request.schemes, engine, openScratch, progress: (step) => progress.step(STEPS[step][lang]) });
    if (output !== null) await writeChanges(output.file("simulation.csv"), simulated);
    await engine.close();
    engine = null;
    const simulation = buildSimulation(simulated, before, after, request, divisions);
    if (output !== null) await writeFiles(output, simulation);
    return simulation;
  } catch (error) {
    await interruption.settle();
    progress.stop();
    await engine?.close().catch(() => undefined);
    output?.discard();
    throw asWriteError(out ?? "", asEngineError(error, request));
  } finally {
    progress.stop();
    interruption.release();
  }
}

const ENGINE_FOLDER = ".engine";

/** The law that is tried, and the one it is held against: another day or place, or the same without what was set. */
async function bothSides(request: SimulateRequest, divisions: Divisions): Promise<{ before: Side; after: Side }> {
  const { against, set, lang, policies } = request;
  if (against === undefined && Object.keys(set).length === 0) throw new DoudiError("simulate_nothing");
  assertDate(request.date);
  const place = divisions.getPlace(request.place);
  const isDay = against !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(against);
  if (isDay) assertAgainst(against);
  const other = against === undefined || isDay ? place : otherPlace(against, divisions);
  const load = async (where: typeof place, date: string, values: Readonly<Record<string, string>>): Promise<Side> => ({ place: where, ...(await loadPolicy({ policies, place: where, date, lang, set: values })) });
  return { before: await load(other, isDay ? against : request.date, {}), after: await load(place, request.date, set) };
}

/** Both name --against, where assertDate and getPlace would name --date and --place. */
function assertAgainst(day: string): void {
  try {
    assertDate(day);
  } catch (error) {
    throw new DoudiError("against_invalid", { text: day }, { cause: error });
  }
}

function otherPlace(text: string, divisions: Divisions): Division {
  try {
    return divisions.getPlace(text);
  } catch (error) {
    const meant = error instanceof DoudiError ? error.info["hint"] : undefined;
    throw new DoudiError(meant === undefined || meant === "" ? "against_invalid" : "against_hint", { text, hint: meant ?? "" }, { cause: error });
  }
}

async function writeChanges(path: string, simulated: SimulatedHouseholds): Promise<void> {
  const file = new CsvFile(path, SIMULATION_COLUMNS);
  for await (const batch of simulated.changes()) {
    for (const row of batch) file.add(SIMULATION_COLUMNS.map((column) => guardFormula(row[column])));
    await file.flush();
  }
  await file.close();
}

async function writeFiles(output: OutputFolder, simulation: Simulation): Promise<void> {
  output.remove(ENGINE_FOLDER);
  await writeSimulation(simulation, output.file("simulation.html"), simulation.lang);
  const outputs = await listOutputs(output.work);
  await writeFile(output.file("summary.json"), `${JSON.stringify({ ...simulation, outputs }, null, 2)}\n`);
  await output.commit();
}
