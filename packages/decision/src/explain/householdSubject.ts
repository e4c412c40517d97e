import { DoudiError, type Lang } from "@doudi/contract";
import type { FactSource, FactValue, Policy, Subject } from "@doudi/policy";
import { type Engine, identifier, literal, type SqlRow } from "@doudi/roster";
import { type InputFact } from "../input/inputFact.js";
import { inputHashSql } from "../input/inputHash.js";
import { problemText } from "../input/inputProblem.js";
import type { LoadedHouseholds } from "../input/loadHouseholds.js";

/** A household of the engine's tables as the rule language reads it, with the digest of its data. */
export interface HouseholdSubject {
  readonly subject: Subject;
  readonly inputHash: string;
}

interface Source {
  readonly engine: Engine;
  readonly policy: Policy;
  readonly facts: readonly InputFact[];
  readonly loaded: LoadedHouseholds;
  /** Name of the input in messages. */
  readonly file: string;
  readonly lang: Lang;
}

/**
 * Takes one household out of the tables that `loadHouseholds` made.
 * @throws DoudiError household_unknown; household_rejected with what is wrong with its data
 */
export async function householdSubject({ engine, policy, facts, loaded, file, lang }: Source, householdNo: string): Promise<HouseholdSubject> {
  const where = `WHERE household_no = ${literal(householdNo)}`;
  const [household] = await engine.rows(`SELECT ${columns(facts, "household")} FROM households ${where}`);
  if (household === undefined) throw (await rejection(loaded, facts, householdNo, lang)) ?? new DoudiError("household_unknown", { file, household: householdNo });
  const members = await engine.rows(`SELECT ${columns(facts, "member")} FROM persons ${where} ORDER BY person_no`);
  const [hash] = await engine.rows(`SELECT input_hash FROM (${inputHashSql(engine, facts)}) hashes ${where}`);
  return { subject: { facts: source(policy, household), members: members.map((row) => source(policy, row)) }, inputHash: String(hash?.["input_hash"] ?? "") };
}

/** Dates and numbers of fractions come as text, whatever the engine makes of them. */
function columns(facts: readonly InputFact[], level: InputFact["level"]): string {
  const own = facts.filter((fact) => fact.level === level && fact.id !== "household_no").map(({ id, type }) => (type === "date" || type === "rate" ? `CAST(${identifier(id)} AS VARCHAR) AS ${identifier(id)}` : identifier(id)));
  return ["household_no", ...own].join(", ");
}

function source(policy: Policy, row: SqlRow): FactSource {
  return (id) => (id === "as_of" ? policy.date : ((row[id] ?? null) satisfies FactValue));
}

const MOST_PROBLEMS = 20;

async function rejection(loaded: LoadedHouseholds, facts: readonly InputFact[], household: string, lang: Lang): Promise<DoudiError | null> {
  if (loaded.rejected === 0) return null;
  const lines: string[] = [];
  for await (const batch of loaded.rejections()) {
    for (const problem of batch) if (problem.householdNo === household && lines.length < MOST_PROBLEMS) lines.push(`  ${problem.file}#${problem.row} ${problem.key} ${problemText(problem, facts, lang)}`);
  }
  return lines.length === 0 ? null : new DoudiError("household_rejected", { household, list: lines.join("\n") });
}
