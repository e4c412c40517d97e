import { DoudiError, type Lang } from "@doudi/contract";
import type { FactValue, Policy, Subject } from "@doudi/policy";
import { DuckdbEngine, type Engine, identifier, literal, type SqlRow } from "@doudi/roster";
import { fileNameOf, locateInput } from "./householdInput.js";
import type { InputFact } from "./inputFact.js";
import { inputFactsOf } from "./inputFactsOf.js";
import { hashedHouseholdsSql } from "./inputHash.js";
import { problemText } from "./inputProblem.js";
import { type LoadedHouseholds, loadHouseholds } from "./loadHouseholds.js";

/** One household of an input. Values are as the engine's columns hold them: booleans, whole numbers, days as YYYY-MM-DD, ids of enums; null is unknown. */
export interface HouseholdRecord {
  readonly householdNo: string;
  readonly facts: Readonly<Record<string, FactValue>>;
  /** In their order in the input. */
  readonly members: readonly Readonly<Record<string, FactValue>>[];
  /** The same hash as in decisions.csv. */
  readonly inputHash: string;
  /** For evaluateScheme and traceScheme; it knows the day that is decided for, too. */
  readonly subject: Subject;
}

export interface ReadHouseholdOptions {
  readonly policy: Policy;
  /** Path of the households, in any format that `decide` takes. */
  readonly input: string;
  readonly householdNo: string;
  /** Of what is said about data that are wrong. */
  readonly lang: Lang;
}

/**
 * Reads one household as `decide` reads it, checks between households included.
 * @throws DoudiError household_unknown; household_rejected, which lists what is wrong with its data; what loadHouseholds throws
 */
export async function readHousehold({ policy, input: path, householdNo, lang }: ReadHouseholdOptions): Promise<HouseholdRecord> {
  const input = await locateInput(path);
  const facts = inputFactsOf(policy);
  const engine = await DuckdbEngine.open();
  try {
    const loaded = await loadHouseholds({ engine, input, facts, date: policy.date, only: householdNo, openScratch: () => DuckdbEngine.open() });
    const here = `household_no = ${literal(householdNo)}`;
    const [household] = await engine.rows(`SELECT * FROM households WHERE ${here}`);
    if (household === undefined) {
      const list = await wrongWith(loaded, householdNo, facts, lang);
      const about = { file: fileNameOf(input, "household"), household: householdNo };
      throw list === "" ? new DoudiError("household_unknown", { ...about, ...(await othersOf(engine, householdNo)) }) : new DoudiError("household_rejected", { ...about, list });
    }
    const columns = facts.filter(({ level }) => level === "member").map(({ id }) => identifier(id)).join(", ") || "person_no";
    const members = await engine.rows(`SELECT ${columns} FROM persons WHERE ${here} ORDER BY person_no`);
    return { householdNo, facts: household, members, inputHash: await hashOf(engine, facts, here), subject: subjectOf(policy, household, members) };
  } finally {
    await engine.close();
  }
}

/** Data as a policy's evaluation takes them. */
export function subjectOf(policy: Pick<Policy, "date">, household: Readonly<Record<string, FactValue>>, members: readonly Readonly<Record<string, FactValue>>[]): Subject {
  const source = (values: Readonly<Record<string, FactValue>>) => (id: string): FactValue => (id === "as_of" ? policy.date : (values[id] ?? null));
  return { facts: source(household), members: members.map(source) };
}

async function hashOf(engine: Engine, facts: readonly InputFact[], here: string): Promise<string> {
  const [row]: SqlRow[] = await engine.rows(`SELECT input_hash FROM (${hashedHouseholdsSql(engine, facts)}) h WHERE ${here}`);
  return String(row?.["input_hash"] ?? "");
}

/** The number that differs in case or spaces alone, else some of those there are; nothing where the input was read for one household. */
async function othersOf(engine: Engine, householdNo: string): Promise<{ knownZh: string; knownEn: string }> {
  const all = "(SELECT household_no FROM households UNION SELECT household_no FROM rejected_households) numbers";
  const bare = (sql: string): string => `lower(replace(${sql}, ' ', ''))`;
  const [same] = await engine.rows(`SELECT household_no FROM ${all} WHERE ${bare("household_no")} = ${bare(literal(householdNo))} ORDER BY 1 LIMIT 1`);
  if (same !== undefined) return { knownZh: `您是不是要:${String(same["household_no"])}`, knownEn: `Did you mean ${String(same["household_no"])}?` };
  const some = (await engine.rows(`SELECT household_no FROM ${all} ORDER BY 1 LIMIT 3`)).map((row) => String(row["household_no"]));
  return some.length === 0 ? { knownZh: "", knownEn: "" } : { knownZh: `里面有 ${some.join("、")} 等。`, knownEn: `It holds ${some.join(", ")} and so on.` };
}

async function wrongWith(loaded: LoadedHouseholds, householdNo: string, facts: readonly InputFact[], lang: Lang): Promise<string> {
  const lines: string[] = [];
  for await (const batch of loaded.rejections()) {
    for (const problem of batch) if (problem.householdNo === householdNo) lines.push(`  ${problem.file}${problem.sheet === "" ? "" : ` [${problem.sheet}]`}:${problem.row} ${problem.key} ${problemText(problem, facts, lang)}`);
  }
  return lines.join("\n");
}
