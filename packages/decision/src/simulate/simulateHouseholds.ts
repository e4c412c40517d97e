import { type Bilingual, DoudiError, SIMULATION_COLUMNS, type SimulationScheme } from "@doudi/contract";
import { decisionSql, type Policy, type Scheme } from "@doudi/policy";
import { DuckdbEngine, type Engine, identifier } from "@doudi/roster";
import { chooseSchemes } from "../decide/decide.js";
import { locateInput } from "../input/householdInput.js";
import type { InputFact } from "../input/inputFact.js";
import { inputFactsOf } from "../input/inputFactsOf.js";
import { type LoadedHouseholds, loadHouseholds } from "../input/loadHouseholds.js";
import { pairedSql } from "./pairedSql.js";
import { summariseSimulation } from "./summariseSimulation.js";

export const SIMULATION_STEPS = ["load", "before", "after", "join", "count"] as const;
export type SimulationStep = (typeof SIMULATION_STEPS)[number];

export interface SimulateOptions {
  /** The two laws to hold against each other. */
  readonly before: Policy;
  readonly after: Policy;
  /** Path of the households, as for `decide`. */
  readonly input: string;
  /** Ids or Chinese names; all schemes of either law where it is not given. */
  readonly schemes?: readonly string[] | undefined;
  /** Where to compute; the caller closes it. An engine of DuckDB is opened where it is not given. It must hold no tables yet. */
  readonly engine?: Engine | undefined;
  /** Opens DuckDB where `engine` is another one but a file must be read by it. */
  readonly openScratch?: (() => Promise<Engine>) | undefined;
  readonly progress?: ((step: SimulationStep) => void) | undefined;
}

/** A line of simulation.csv; "" for what is empty. */
export type SimulationRow = Record<(typeof SIMULATION_COLUMNS)[number], string>;

/** The same households decided under two laws, in the engine until `close`. */
export interface SimulatedHouseholds {
  readonly loaded: LoadedHouseholds;
  /** Townships by their code as the households have it; names are the caller's to add. */
  readonly schemes: readonly SimulationScheme[];
  /** The policies' schemes that were decided, on either side. */
  readonly decided: { readonly before: readonly Scheme[]; readonly after: readonly Scheme[] };
  readonly warnings: readonly Bilingual[];
  readonly timings: { step: string; seconds: number }[];
  /** Whoever the change touches, in the order of household, person and scheme. */
  changes(): AsyncIterable<SimulationRow[]>;
  close(): Promise<void>;
}

/**
 * Decides every household under two laws, set-based in the engine, and joins the decisions: who enters, who leaves, whose amount
 * changes. Households with something wrong in their data are left out on both sides.
 * @throws DoudiError scheme_unknown, schemes_none, and what locateInput and loadHouseholds throw
 */
export async function simulateHouseholds(options: SimulateOptions): Promise<SimulatedHouseholds> {
  const { before, after } = options;
  const decided = chooseOnEitherSide(before, after, options.schemes);
  const input = await locateInput(options.input);
  const facts = factsOfBoth(before, after);
  const openScratch = options.openScratch ?? (() => DuckdbEngine.open());
  const engine = options.engine ?? (await DuckdbEngine.open());
  const close = async (): Promise<void> => {
    if (options.engine === undefined) await engine.close();
  };
  const timings: SimulatedHouseholds["timings"] = [];
  const timed = async <T>(step: SimulationStep, work: () => Promise<T>): Promise<T> => {
    options.progress?.(step);
    const started = performance.now();
    const result = await work();
    timings.push({ step, seconds: Math.round(performance.now() - started) / 1000 });
    return result;
  };
  try {
    const date = before.date > after.date ? before.date : after.date;
    const loaded = await timed("load", () => loadHouseholds({ engine, input, facts, date, openScratch, hashed: false }));
    await engine.keepOrder(false);
    await timed("before", () => decideSide(engine, before, decided.before, "before"));
    await timed("after", () => decideSide(engine, after, decided.after, "after"));
    await timed("join", () => engine.run(pairedSql({ township: facts.some(({ id }) => id === "division_code"), idNumber: facts.some(({ id }) => id === "id_number") })));
    const schemes = await timed("count", () => summariseSimulation(engine, decided));
    return { loaded, schemes, decided, warnings: loaded.warnings, timings, changes: () => streamChanges(engine), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A scheme may be there on one side only; one that neither side has is an error. */
function chooseOnEitherSide(before: Policy, after: Policy, wanted: readonly string[] | undefined): SimulatedHouseholds["decided"] {
  const known = new Set([...before.schemes, ...after.schemes].flatMap(({ id, name }) => [id, name.zh]));
  for (const id of wanted ?? []) if (!known.has(id)) throw new DoudiError("scheme_unknown", { scheme: id, known: [...new Set([...before.schemes, ...after.schemes].map((scheme) => scheme.id))].join(", ") });
  const of = (policy: Policy): Scheme[] => {
    const here = (wanted ?? []).filter((id) => policy.schemes.some((scheme) => scheme.id === id || scheme.name.zh === id));
    if (wanted === undefined || wanted.length === 0) return [...policy.schemes];
    return here.length === 0 ? [] : chooseSchemes(policy, here);
  };
  const chosen = { before: of(before), after: of(after) };
  if (chosen.before.length + chosen.after.length === 0) throw new DoudiError("schemes_none", { place: after.division, date: after.date });
  return chosen;
}

function factsOfBoth(before: Policy, after: Policy): InputFact[] {
  const facts = new Map([...inputFactsOf(before), ...inputFactsOf(after)].map((fact) => [fact.id, fact]));
  return [...facts.values()];
}

/** The table decisions_before or decisions_after. */
async function decideSide(engine: Engine, policy: Policy, schemes: readonly Scheme[], side: "before" | "after"): Promise<void> {
  const sql = schemes.length === 0 ? null : decisionSql(policy, schemes, engine.dialect.name, { households: "households", persons: "persons" });
  const none = "SELECT CAST(NULL AS VARCHAR) AS household_no, CAST(NULL AS BIGINT) AS person_no, CAST(NULL AS VARCHAR) AS scheme, CAST(NULL AS VARCHAR) AS outcome, CAST(NULL AS VARCHAR) AS class, CAST(NULL AS BIGINT) AS amount_fen_month, CAST(NULL AS DATE) AS until, CAST(NULL AS VARCHAR) AS reasons, CAST(NULL AS VARCHAR) AS missing WHERE 1 = 0";
  await engine.run(`CREATE TABLE decisions_${side} AS SELECT household_no, coalesce(person_no, 0) AS person_key, scheme, outcome, class, amount_fen_month, until, reasons, missing FROM (${sql ?? none}) d`);
}

async function* streamChanges(engine: Engine): AsyncGenerator<SimulationRow[]> {
  const columns = SIMULATION_COLUMNS.map((column) => `coalesce(CAST(${identifier(column)} AS VARCHAR), '') AS ${identifier(column)}`);
  const order = [engine.dialect.byCodePoint("household_no"), "person_key", engine.dialect.byCodePoint("scheme")].join(", ");
  for await (const batch of engine.stream(`SELECT ${columns.join(", ")} FROM (SELECT * FROM paired WHERE change IS NOT NULL ORDER BY ${order}) p`)) yield batch as SimulationRow[];
}
