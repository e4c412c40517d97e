import type { Severity } from "@doudi/contract";
import { evaluate } from "./backend/javascript.js";
import { evaluateCheck } from "./evaluateCheck.js";
import { evaluateScheme, type Decision } from "./evaluateScheme.js";
import { exampleFacts, exampleHousehold } from "./exampleFacts.js";
import { formatValue } from "./format.js";
import { parseValue } from "./pack/parseValue.js";
import { problem, PolicyError, type Position, type Problem, type ProblemInfo } from "./problem.js";
import { resolvePolicy, type Place } from "./resolvePolicy.js";
import { BOOLEAN, DATE, isYesNo, MONEY, TEXT, type Type } from "./type.js";
import { badValueInfo, didYouMean, nearestWord } from "./hint.js";
import type { ExampleSource } from "./pack/packSource.js";
import type { Pack, PackLibrary } from "./pack/packLibrary.js";
import type { YamlNode } from "./pack/yamlNode.js";
import type { Check, Policy, ResolvedParameter, Rule, Scheme } from "./policy.js";
import type { Subject } from "./subject.js";
import { outcomeOf, type FactSource, type Value } from "./value.js";

/** What an example is about, as a back end gets it. A rule, scheme or check that is not in force on the day is null. */
export interface ExampleRun {
  readonly packId: string;
  readonly of: string;
  readonly name: string;
  readonly date: string;
  readonly division: string;
  readonly policy: Policy;
  readonly check: Check | null;
  /** A scheme's rule too; a parameter as a rule that is nothing but it. */
  readonly rule: Rule | null;
  readonly scheme: Scheme | null;
  /** Whether the example is of a rule that is no scheme, in force or not. */
  readonly ofRule: boolean;
  /** Of a roster's person, row or link; empty where there is a household. */
  readonly facts: FactSource;
  readonly household: Subject | null;
  /** The index of the member that it is about; null: of the household. */
  readonly member: number | null;
}

/** yes, no, unknown, or a rule's value as it is shown in Chinese; with a check's severity, or what a scheme comes to. */
export interface ExampleOutcome {
  readonly result: string;
  readonly severity: Severity | null;
  readonly decision: Decision | null;
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

/** The JavaScript back end. A check or scheme that is not in force answers no, a rule unknown. */
export function evaluateExample(run: ExampleRun): ExampleOutcome {
  if (run.check) {
    const { outcome, severity } = evaluateCheck(run.check, run.facts);
    return { result: outcome, severity, decision: null };
  }
  if (run.scheme) {
    const decision = evaluateScheme(run.policy, run.scheme, run.household ?? NO_HOUSEHOLD, run.member);
    return { result: decision.outcome, severity: null, decision };
  }
  if (!run.rule) return { result: run.ofRule ? "unknown" : "no", severity: null, decision: null };
  return { result: outcomeText(run.rule, evaluate(run.rule.body, run.household ?? run.facts, run.member)), severity: null, decision: null };
}

const NO_HOUSEHOLD: Subject = { facts: () => null, members: [] };

/** A rule's value as examples write it; of a list of members, whether the member is in it. */
function outcomeText(rule: Rule, value: Value | null): string {
  return value === null || isYesNo(rule.type) ? outcomeOf(value) : formatValue(rule.type, value, "zh");
}

/**
 * Runs the examples of all packs under the law of their place and day, in the order of the packs and files.
 * `evaluator` is the back end to try, JavaScript by default; a test hands in one that runs SQL.
 */
export function runExamples(library: PackLibrary, evaluator: (run: ExampleRun) => ExampleOutcome = evaluateExample): ExampleResult[] {
  const law = new Law(library);
  return [...library.packs.values()].flatMap((pack) => pack.examples.map((example) => runExample(law, pack, example, evaluator)));
}

/** Examples share places and days: each is resolved once. */
class Law {
  private readonly policies = new Map<string, Policy>();

  constructor(readonly library: PackLibrary) {}

  /** @throws PolicyError as `resolvePolicy` does */
  at(place: Place): Policy {
    const key = JSON.stringify(place);
    const known = this.policies.get(key);
    if (known) return known;
    const policy = resolvePolicy(this.library, place);
    this.policies.set(key, policy);
    return policy;
  }
}

function runExample(law: Law, pack: Pack, example: ExampleSource, evaluator: (run: ExampleRun) => ExampleOutcome): ExampleResult {
  const { of, name, date, at } = example;
  const base = { packId: pack.id, of, name, date, at };
  let expected = example.expect.text();
  const failed = (found: Problem, actual: string): ExampleResult => ({ ...base, expected, actual, passed: false, problem: found });
  try {
    const run = prepare(law, pack, example);
    const wanted = expectation(run, example);
    const outcome = evaluator(run);
    const compared = comparisons(run, example, wanted, outcome);
    expected = compared.map((each) => each.expected).join(" ");
    const actual = compared.map((each) => each.actual).join(" ");
    if (expected === actual) return { ...base, expected, actual, passed: true, problem: null };
    return failed(problem("example_failed", at, { name, of, place: run.division, date, expected, actual, ...whyInfo(outcome) }), actual);
  } catch (thrown) {
    const first = thrown instanceof PolicyError ? thrown.problems[0] : undefined;
    if (!first) throw thrown;
    return failed({ ...first, ...(first.line === 0 ? at : {}) }, first.message.en);
  }
}

interface Comparison {
  readonly expected: string;
  readonly actual: string;
}

/** What the example states, each beside what came out; nothing that it does not state. */
function comparisons(run: ExampleRun, example: ExampleSource, wanted: string, { result, severity, decision }: ExampleOutcome): Comparison[] {
  const stated: Comparison[] = [{ expected: wanted, actual: result }];
  const state = (label: string, expected: string, actual: string): void => {
    stated.push({ expected: `${label}=${expected}`, actual: `${label}=${actual}` });
  };
  if (example.severity !== null) state("severity", example.severity, severity ?? "-");
  if (!run.scheme || !decision) return stated;
  const value = (node: YamlNode | null, label: string, type: Type | undefined, actual: Value | null): void => {
    if (!node) return;
    const parsed = node.isNull || !type ? null : parseValue(type, node.text());
    if (!parsed && !node.isNull) throw new PolicyError([problem("bad_value", node.at, badValueInfo(type ?? TEXT, node.text()))]);
    state(label, parsed ? formatValue(type ?? TEXT, parsed.value, "zh") : "-", actual === null ? "-" : formatValue(type ?? TEXT, actual, "zh"));
  };
  value(example.class, "class", run.scheme.class?.type, decision.class);
  value(example.amount, "amount", MONEY, decision.amount);
  value(example.until, "until", DATE, decision.until);
  if (example.reasons) state("reasons", example.reasons.list().map((node) => node.text()).join(","), decision.reasons.join(","));
  if (example.missing) state("missing", example.missing.list().map((node) => node.text()).sort().join(","), decision.missing.join(","));
  return stated;
}

/** @throws PolicyError where the example names what is not there, or writes a value that is none */
function prepare(law: Law, pack: Pack, example: ExampleSource): ExampleRun {
  const division = example.place ?? pack.written.division;
  const set = Object.fromEntries([...example.set].map(([key, node]) => [key, node.text()]));
  const policy = law.at({ division, date: example.date, set });
  const packs = policy.chain.flatMap((each) => law.library.packs.get(each.id) ?? []);
  const named = packs.map((each) => each.rules.get(example.of)).find((rule) => rule !== undefined);
  const ofScheme = packs.some((each) => each.schemes.has(example.of));
  const parameter = policy.parameters.get(example.of);
  if (!named && !parameter && !packs.some((each) => each.checks.has(example.of))) throw new PolicyError([problem("unknown_node", example.at, { id: example.of, ...didYouMean(idsLike(packs, example.of)) })]);
  const household = example.household && exampleHousehold(policy, example.date, example.household);
  const scheme = policy.schemes.find((each) => each.id === example.of) ?? null;
  const ofPerson = scheme ? scheme.unit === "person" : named?.usage.scopes.has("household") === false;
  return {
    packId: pack.id, of: example.of, name: example.name, date: example.date, division, policy, household, scheme,
    ofRule: (named !== undefined && !ofScheme) || parameter !== undefined,
    check: policy.checks.find((check) => check.id === example.of) ?? null,
    rule: policy.rules.get(example.of) ?? (parameter ? ruleOf(parameter) : null),
    facts: exampleFacts(policy, example.date, example.facts),
    member: household && memberIndex(household, example, ofPerson),
  };
}

/** The id of what has this name, or the nearest one. */
function idsLike(packs: readonly Pack[], word: string): string[] {
  const nodes = packs.flatMap(({ rules, checks, parameters }) => [...rules.values(), ...checks.values(), ...parameters.values()].map(({ written }) => written));
  const named = nodes.find(({ name }) => name === word);
  return named ? [named.id] : nearestWord(word, nodes.map(({ id }) => id));
}

/** A parameter, so that an example can state its value of the day as it states a rule's. */
function ruleOf({ id, name, en, source, packId, type, value }: ResolvedParameter): Rule {
  const at: Position = { file: "", line: 0, column: 0 };
  return { id, name: { zh: name, en }, source, packId, type, body: { kind: "parameter", id, type, value, text: name }, expressionText: name, overrides: [], at, overriddenAt: null };
}

/** Who the example is about: the member it names, else the first where it is about a person at all. */
function memberIndex(household: Subject, { member, at }: ExampleSource, ofPerson: boolean): number | null {
  if (!member && !ofPerson) return null;
  const number = member ? Number(member.text()) : 1;
  if (household.members[number - 1]) return number - 1;
  throw new PolicyError([problem("example_member", member?.at ?? at, { number: member?.text() ?? "1", count: household.members.length })]);
}

/** @throws PolicyError where the result could never be what is expected */
function expectation(run: ExampleRun, { expect }: ExampleSource): string {
  const text = expect.text();
  if (text === "unknown") return text;
  const type = run.rule && !isYesNo(run.rule.type) ? run.rule.type : BOOLEAN;
  const parsed = parseValue(type, text);
  // A rule that is not in force on the day has no type to read the value with.
  if (!parsed && !run.rule && run.ofRule) return text;
  if (!parsed) throw new PolicyError([problem("bad_expectation", expect.at, badExpectation(type, text))]);
  if (run.rule && !isYesNo(run.rule.type)) return outcomeText(run.rule, parsed.value);
  return parsed.value === true ? "yes" : "no";
}

function badExpectation(type: Type, text: string): ProblemInfo {
  const { howZh = "", howEn = "" } = type.kind === "boolean" ? {} : badValueInfo(type, text);
  return { text, howZh, howEn };
}

/** Which rules decided and what is missing, for somebody who looks for why an example fails. */
function whyInfo({ decision }: ExampleOutcome): ProblemInfo {
  if (!decision) return {};
  const { reasons, missing } = decision;
  const zh = [...(reasons.length > 0 ? [`起决定作用的规则:${reasons.join("、")}`] : []), ...(missing.length > 0 ? [`缺:${missing.join("、")}`] : [])];
  const en = [...(reasons.length > 0 ? [`Rules that decided: ${reasons.join(", ")}`] : []), ...(missing.length > 0 ? [`missing: ${missing.join(", ")}`] : [])];
  return zh.length === 0 ? {} : { whyZh: `${zh.join(";")}。`, whyEn: `${en.join("; ")}.` };
}
