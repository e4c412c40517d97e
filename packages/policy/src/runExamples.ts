import type { Severity } from "@doudi/contract";
import { evaluate } from "./backend/javascript.js";
import { evaluateCheck } from "./evaluateCheck.js";
import { formatValue } from "./format.js";
import { parseValue } from "./pack/parseValue.js";
import { problem, PolicyError, type Position, type Problem } from "./problem.js";
import { resolvePolicy } from "./resolvePolicy.js";
import { typeName } from "./type.js";
import type { ExampleSource } from "./pack/packSource.js";
import type { Pack, PackLibrary } from "./pack/packLibrary.js";
import type { Check, Policy, Rule } from "./policy.js";
import type { FactSource, Value } from "./value.js";

/** What an example is about, as a back end gets it. A rule or check that is not in force on the day is null. */
export interface ExampleRun {
  readonly packId: string;
  readonly of: string;
  readonly name: string;
  readonly date: string;
  readonly division: string;
  readonly policy: Policy;
  readonly check: Check | null;
  readonly rule: Rule | null;
  /** Whether the example is of a rule, in force or not. */
  readonly ofRule: boolean;
  readonly facts: FactSource;
}

/** yes, no, unknown, or a rule's value as it is shown in Chinese; with a check's severity. */
export interface ExampleOutcome {
  readonly result: string;
  readonly severity: Severity | null;
}

export interface ExampleResult {
  readonly packId: string;
  readonly of: string;
  readonly name: string;
  readonly date: string;
  readonly expected: string;
  readonly actual: string;
  readonly passed: boolean;
  readonly at: Position;
  /** Null where it passed. */
  readonly problem: Problem | null;
}

/** The JavaScript back end. A check or rule that is not in force answers no, or unknown. */
function evaluateExample(run: ExampleRun): ExampleOutcome {
  if (run.check) {
    const { outcome, severity } = evaluateCheck(run.check, run.facts);
    return { result: outcome, severity };
  }
  if (!run.rule) return { result: run.ofRule ? "unknown" : "no", severity: null };
  return { result: outcomeText(run.rule, evaluate(run.rule.body, run.facts)), severity: null };
}

/** A rule's value as examples write it. */
function outcomeText(rule: Rule, value: Value | null): string {
  if (value === null) return "unknown";
  return rule.type.kind === "boolean" ? (value === true ? "yes" : "no") : formatValue(rule.type, value, "zh");
}

/**
 * Runs the examples of all packs under the law of their place and day, in the order of the packs and files.
 * `evaluator` is the back end to try, JavaScript by default; a test hands in one that runs SQL.
 */
export function runExamples(library: PackLibrary, evaluator: (run: ExampleRun) => ExampleOutcome = evaluateExample): ExampleResult[] {
  return [...library.packs.values()].flatMap((pack) => pack.examples.map((example) => runExample(library, pack, example, evaluator)));
}

function runExample(library: PackLibrary, pack: Pack, example: ExampleSource, evaluator: (run: ExampleRun) => ExampleOutcome): ExampleResult {
  const { of, name, date, at } = example;
  const expected = example.severity === null ? example.expect.text() : `${example.expect.text()} (${example.severity})`;
  const base = { packId: pack.id, of, name, date, expected, at };
  const failed = (found: Problem, actual: string): ExampleResult => ({ ...base, actual, passed: false, problem: found });
  try {
    const run = prepare(library, pack, example);
    const wanted = expectation(run, example);
    const outcome = evaluator(run);
    const actual = example.severity === null ? outcome.result : `${outcome.result} (${outcome.severity ?? "-"})`;
    const passed = outcome.result === wanted && (example.severity === null || outcome.severity === example.severity);
    if (passed) return { ...base, actual, passed, problem: null };
    return failed(problem("example_failed", at, { name, of, place: run.division, date, expected, actual }), actual);
  } catch (thrown) {
    const first = thrown instanceof PolicyError ? thrown.problems[0] : undefined;
    if (!first) throw thrown;
    return failed({ ...first, ...(first.line === 0 ? at : {}) }, first.message.en);
  }
}

/** @throws PolicyError where the example names what is not there, or writes a value that is none */
function prepare(library: PackLibrary, pack: Pack, example: ExampleSource): ExampleRun {
  const division = example.place ?? pack.written.division;
  const set = Object.fromEntries([...example.set].map(([key, node]) => [key, node.text()]));
  const policy = resolvePolicy(library, { division, date: example.date, set });
  const packs = policy.chain.flatMap((each) => library.packs.get(each.id) ?? []);
  const ofRule = packs.some((each) => each.rules.has(example.of));
  if (!ofRule && !packs.some((each) => each.checks.has(example.of))) throw new PolicyError([problem("unknown_node", example.at, { id: example.of })]);
  const facts = exampleFacts(policy, example);
  return {
    packId: pack.id, of: example.of, name: example.name, date: example.date, division, policy, ofRule,
    check: policy.checks.find((check) => check.id === example.of) ?? null,
    rule: policy.rules.get(example.of) ?? null,
    facts: (id) => facts.get(id) ?? null,
  };
}

/** What a fact is written as, by id or name; the base date is the example's own unless it says otherwise. */
function exampleFacts(policy: Policy, example: ExampleSource): Map<string, Value> {
  const facts = new Map<string, Value>(policy.facts.has("as_of") ? [["as_of", example.date]] : []);
  for (const [key, node] of example.facts) {
    const fact = policy.facts.get(key) ?? [...policy.facts.values()].find((each) => each.name.zh === key);
    if (!fact) throw new PolicyError([problem("example_fact", node.at, { name: key })]);
    if (node.isNull) continue;
    const parsed = parseValue(fact.type, node.text());
    if (!parsed) throw new PolicyError([problem("bad_value", node.at, { text: node.text(), zh: typeName(fact.type).zh, en: typeName(fact.type).en })]);
    facts.set(fact.id, parsed.value);
  }
  return facts;
}

function expectation(run: ExampleRun, example: ExampleSource): string {
  const text = example.expect.text();
  if (text === "unknown") return text;
  const yesNo = run.rule === null || run.rule.type.kind === "boolean";
  const boolean: Readonly<Record<string, string>> = { yes: "yes", true: "yes", no: "no", false: "no" };
  if (yesNo || !run.rule) return boolean[text] ?? text;
  const parsed = parseValue(run.rule.type, text);
  return parsed ? outcomeText(run.rule, parsed.value) : text;
}
