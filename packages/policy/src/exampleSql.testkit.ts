import { caseNumber, compileToSql, decisionSql, formatValue, severitySql, templateToSql, type Decision, type Dialect, type ExampleOutcome, type ExampleRun, type Expr, type FactValue, type Policy, type Scheme, type Subject, type Value } from "./index.js";
import { columnFacts, HOUSEHOLD_COLUMNS, householdTables, type RandomHousehold } from "./randomHousehold.testkit.js";
import { rational } from "./rational.js";
import { INTEGER, MONEY } from "./type.js";
import type { TestEngine } from "./engines.testkit.js";

/** How examples come out in SQL: those of rosters as expressions over constants, those of households decided together. */
export async function answerExamples(runs: readonly ExampleRun[], dialect: Dialect, engine: TestEngine): Promise<ExampleOutcome[]> {
  const answers = new Map<ExampleRun, ExampleOutcome>([...(await answerRosters(runs.filter((run) => !run.household), dialect, engine)), ...(await answerHouseholds(runs.filter((run) => run.household), dialect, engine))]);
  return runs.map((run) => {
    const answer = answers.get(run);
    if (!answer) throw new Error(`no answer for ${run.name}`);
    return answer;
  });
}

async function answerRosters(runs: readonly ExampleRun[], dialect: Dialect, engine: TestEngine): Promise<[ExampleRun, ExampleOutcome][]> {
  const asked = runs.flatMap((run) => rosterSql(run, dialect));
  const answers: (string | null)[] = [];
  for (let from = 0; from < asked.length; from += 400) answers.push(...((await engine.query(`SELECT ${asked.slice(from, from + 400).join(", ")}`))[0] ?? []));
  return runs.map((run, index) => {
    const [result, severity] = answers.slice(2 * index, 2 * index + 2);
    return [run, { result: result === "不详" ? "unknown" : (result ?? ""), severity: result === "yes" && (severity === "high" || severity === "medium" || severity === "low") ? severity : null, decision: null }];
  });
}

/** Two columns for an example: its outcome, and its severity or NULL. */
function rosterSql(run: ExampleRun, dialect: Dialect): [string, string] {
  const column = (id: string): string => {
    const type = run.policy.facts.get(id)?.type.kind ?? "text";
    const value = run.facts(id);
    const literal = value === null || value === undefined ? "NULL" : typeof value === "string" ? `'${value}'` : typeof value === "object" ? `${value.n} / ${value.d}.0` : String(value);
    return `CAST(${literal} AS ${HOUSEHOLD_COLUMNS[type]})`;
  };
  const truth = (sql: string): string => `CASE WHEN ${sql} THEN 'yes' WHEN NOT ${sql} THEN 'no' ELSE 'unknown' END`;
  const { rule, check } = run;
  if (!check) {
    if (!rule) return [run.ofRule ? "'unknown'" : "'no'", "NULL"];
    return [rule.type.kind === "boolean" ? truth(compileToSql(rule.body, dialect, column)) : templateToSql([{ expr: rule.body, unit: null }], "zh", dialect, column), "NULL"];
  }
  const when = compileToSql(check.when, dialect, column);
  const excepted = check.unless ? compileToSql(check.unless, dialect, column) : "FALSE";
  return [`CASE WHEN ${excepted} THEN 'no' ELSE ${truth(when)} END`, severitySql(check, caseNumber(check, dialect, column))];
}

async function answerHouseholds(runs: readonly ExampleRun[], dialect: Dialect, engine: TestEngine): Promise<[ExampleRun, ExampleOutcome][]> {
  const byPolicy = new Map<Policy, ExampleRun[]>();
  for (const run of runs) byPolicy.set(run.policy, [...(byPolicy.get(run.policy) ?? []), run]);
  const answers: [ExampleRun, ExampleOutcome][] = [];
  for (const [policy, group] of byPolicy) answers.push(...(await answerGroup(policy, group, dialect, engine)));
  return answers;
}

const COLUMNS = ["outcome", "class", "amount_fen_month", "until", "reasons", "missing"];

async function answerGroup(policy: Policy, runs: readonly ExampleRun[], dialect: Dialect, engine: TestEngine): Promise<[ExampleRun, ExampleOutcome][]> {
  const asked = runs.map((run) => ({ run, scheme: schemeFor(run) }));
  const schemes = new Map(asked.flatMap(({ scheme }) => (scheme ? [[scheme.id, scheme] as const] : [])));
  const households = runs.map((run) => tableRow(policy, run.household ?? { facts: () => null, members: [] }));
  const rows = new Map<string, (string | null)[]>();
  if (schemes.size > 0) {
    const sql = decisionSql(policy, [...schemes.values()], dialect, householdTables(policy, households));
    for (const [household, person, scheme, ...values] of await engine.query(`SELECT ${["household_no", "person_no", "scheme", ...COLUMNS].map((column) => `CAST(${column} AS TEXT)`).join(", ")} FROM (${sql}) AS d`)) {
      rows.set(`${household} ${person ?? "-"} ${scheme}`, values);
    }
  }
  return asked.map(({ run, scheme }, index) => {
    if (!scheme) return [run, { result: run.ofRule ? "unknown" : "no", severity: null, decision: null }];
    const values = rows.get(`H${index} ${run.member === null ? "-" : run.member + 1} ${scheme.id}`);
    if (!values) throw new Error(`no row for ${run.of} ${run.name}`);
    return [run, outcomeOf(run, values)];
  });
}

/** The scheme itself; for a rule one that has it as its condition, or as its amount, class or end where it gives a value. */
function schemeFor({ scheme, rule, member }: ExampleRun): Scheme | null {
  if (scheme || !rule) return scheme;
  const { id, name, source, packId, body, type, expressionText, at } = rule;
  const due: Scheme["entitled"] = { kind: "literal", type: { kind: "boolean" }, text: "true", value: true };
  const value = { kind: "rule", id, type, text: name.zh, body } as const;
  const base = { id: `of_${id}_${member === null ? "household" : "person"}`, name, source, packId, expressionText, at, unit: member === null ? "household" : "person", lead: null, factIds: new Set<string>(), parameterIds: new Set<string>(), unsourced: [], overrides: [], entitled: due, class: null, amount: null, until: null } as const;
  if (type.kind === "boolean" || type.kind === "members") return { ...base, entitled: value };
  if (type.kind === "date") return { ...base, until: value };
  if (type.kind === "rate") return { ...base, amount: inMillionYuan(value) };
  return type.kind === "text" || type.kind === "enum" ? { ...base, class: value } : { ...base, amount: value };
}

const MILLION_YUAN = 100_000_000n;

/** A rate as that part of a million yuan, to the fen: the amount is the only number that a decision has room for. */
function inMillionYuan(value: Expr): Expr {
  const whole: Expr = { kind: "literal", type: MONEY, text: "", value: MILLION_YUAN };
  const part: Expr = { kind: "arithmetic", op: "*", type: MONEY, text: "", left: whole, right: value };
  return { kind: "divide", type: MONEY, text: "", left: part, right: { kind: "literal", type: INTEGER, text: "1", value: 1n }, scale: 2, rounding: "half_up" };
}

function outcomeOf({ scheme, rule }: ExampleRun, [outcome, category, amount, until, reasons, missing]: readonly (string | null)[]): ExampleOutcome {
  const list = (codes: string | null | undefined): string[] => (codes ? codes.split(";") : []);
  const decision: Decision = {
    outcome: outcome === "yes" || outcome === "no" ? outcome : "unknown", class: category ?? null, amount: amount === null || amount === undefined ? null : BigInt(amount), until: until ?? null, reasons: list(reasons), missing: list(missing),
  };
  if (scheme || !rule) return { result: decision.outcome, severity: null, decision };
  const rate: Value | null = rule.type.kind === "rate" && decision.amount !== null ? rational(decision.amount, MILLION_YUAN) : null;
  const value: Value | null = rule.type.kind === "rate" ? rate : rule.type.kind === "date" ? decision.until : rule.type.kind === "text" || rule.type.kind === "enum" ? decision.class : decision.amount;
  const yesNo = rule.type.kind === "boolean" || rule.type.kind === "members";
  return { result: yesNo ? decision.outcome : value === null ? "unknown" : formatValue(rule.type, value, "zh"), severity: null, decision: null };
}

function tableRow(policy: Policy, { facts, members }: Subject): RandomHousehold {
  const record = (scope: "household" | "member", source: (id: string) => FactValue): Record<string, FactValue> => Object.fromEntries(columnFacts(policy, scope).map(({ id }) => [id, source(id) ?? null]));
  return { facts: record("household", facts), members: members.map((member) => record("member", member)) };
}
