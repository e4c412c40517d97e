import { walk, type Expr } from "./ir.js";
import { hint } from "./hint.js";
import { findParameter, type CaseNode, type CheckNode, type OverrideNode, type Pack, type PackLibrary } from "./pack/packLibrary.js";
import { markShown, notShown } from "./exampleCoverage.js";
import type { FactSourceNode, SchemeParts } from "./pack/packSource.js";
import { problem, type Position, type Problem, type ProblemInfo } from "./problem.js";
import { resolvePolicy } from "./resolvePolicy.js";
import { evaluateExample, runExamples } from "./runExamples.js";
import { isYesNo } from "./type.js";
import { turningDays } from "./verifyLibrary.js";

/** Errors make packs unfit for use; warnings are for the editor's judgement. Both in the order found. */
export interface LintResult {
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** How many examples came out as they say, and how many did not. */
  readonly examples: { readonly passed: number; readonly failed: number };
}

/**
 * Looks over packs that load: examples that fail, parameters and nodes without a source, missing English, rules and checks
 * without an example of each outcome, what no example shows, what nothing uses, and checks that cannot decide because a parameter has no value.
 */
export function lintPacks(library: PackLibrary): LintResult {
  const packs = [...library.packs.values()];
  const marks = new Set<string>();
  const results = runExamples(library, (run) => {
    markShown(run, marks);
    return evaluateExample(run);
  });
  const errors = [...results.flatMap((result) => result.problem ?? []), ...packs.flatMap(unsourcedValues)];
  const warnings = [...packs.flatMap(missingWords), ...missingExamples(packs), ...notShown(library, marks), ...unused(packs), ...withoutValue(library)];
  const passed = results.filter((result) => result.passed).length;
  return { errors, warnings, examples: { passed, failed: results.length - passed } };
}

function unsourcedValues(pack: Pack): Problem[] {
  const parameters = [...pack.parameters].map(([id, node]) => ({ id, values: node.values }));
  const overridden = pack.overrides.map((override) => ({ id: override.written.replaces, values: override.values ?? [] }));
  return [...parameters, ...overridden].flatMap(({ id, values }) =>
    values.filter((value) => value.source === null && value.written.status === "verified").map((value) => problem("no_source", value.at, { id, from: value.from ?? "" })),
  );
}

function missingWords(pack: Pack): Problem[] {
  const { facts, parameters, rules, schemes, checks, overrides } = pack.written;
  const english = [...facts, ...parameters, ...rules, ...schemes, ...checks].filter((node) => node.en === "").map((node) => problem("no_english", node.at, { id: node.id }));
  const cited = [...rules, ...schemes, ...checks].filter((node) => node.source === null).map((node) => problem("no_citation", node.at, { id: node.id }));
  const overridesCited = overrides.filter((node) => node.source === null).map((node) => problem("no_citation", node.at, { id: node.replaces }));
  const clauses = [...rules, ...schemes, ...checks, ...overrides].flatMap((node) => (node.source?.clause === "" ? [problem("no_clause", node.source.at, { id: "id" in node ? node.id : node.replaces })] : []));
  return [...english, ...cited, ...overridesCited, ...clauses];
}

const OUTCOMES = [
  { keys: ["yes", "true", "是"], zh: "是", en: "yes" },
  { keys: ["no", "false", "否"], zh: "否", en: "no" },
  { keys: ["unknown"], zh: "不详", en: "unknown" },
] as const;

/** Examples count wherever they stand: a county may show what the nation's rule gives. */
function missingExamples(packs: readonly Pack[]): Problem[] {
  const shown = new Map<string, Set<string>>();
  for (const pack of packs) {
    for (const example of pack.examples) shown.set(example.of, (shown.get(example.of) ?? new Set()).add(example.expect.text()));
  }
  const nodes = packs.flatMap((pack) => [
    ...[...pack.rules.values()].map((rule) => ({ id: rule.written.id, at: rule.written.at, boolean: isYesNo(rule.body.type) })),
    ...[...pack.checks.values()].map((check) => ({ id: check.written.id, at: check.written.at, boolean: true })),
  ]);
  return nodes.flatMap(({ id, at, boolean }) => {
    const results = shown.get(id) ?? new Set();
    const wanted = boolean ? OUTCOMES : OUTCOMES.filter((outcome) => outcome.en === "unknown");
    return wanted.filter((outcome) => !outcome.keys.some((key) => results.has(key))).map((outcome) => problem("no_example", at, { id, expectZh: outcome.zh, expectEn: outcome.en }));
  });
}

function unused(packs: readonly Pack[]): Problem[] {
  const used = new Set<string>();
  const use = (expr: Expr | null | undefined): void => {
    if (!expr) return;
    walk(expr, (part) => {
      if (part.kind === "fact" || part.kind === "parameter" || part.kind === "rule") used.add(part.id);
    });
  };
  const useCases = (cases: readonly CaseNode[] | null): void => {
    for (const each of cases ?? []) {
      use(each.when);
      for (const part of [...each.reason.zh, ...each.reason.en]) if (typeof part !== "string") use(part.expr);
    }
  };
  const useNode = (node: CheckNode | OverrideNode): void => {
    use(node.when);
    use(node.unless);
    useCases(node.cases);
  };
  const useScheme = (parts: SchemeParts<Expr, string>): void => {
    for (const expr of [parts.class, parts.amount, parts.until]) use(expr);
    if (parts.lead) used.add(parts.lead);
  };
  for (const pack of packs) {
    for (const rule of pack.rules.values()) use(rule.body);
    for (const scheme of pack.schemes.values()) useScheme(scheme);
    for (const check of pack.checks.values()) useNode(check);
    for (const override of pack.overrides) {
      useNode(override);
      useScheme(override);
      use(override.is);
    }
  }
  const asked = new Set(packs.flatMap((pack) => pack.examples.map(({ of }) => of)));
  const declared = packs.flatMap(({ written }): { id: string; at: Position; advice: ProblemInfo }[] => [
    ...written.facts.filter((fact) => !isSupplied(fact)).map(({ id, at }) => ({ id, at, advice: {} })),
    // A parameter that an example asks for is there to be looked up.
    ...written.parameters.filter(({ id }) => !asked.has(id)).map(({ id, at }) => ({ id, at, advice: UNUSED_PARAMETER })),
    ...written.rules.map(({ id, at }) => ({ id, at, advice: UNUSED_RULE })),
  ]);
  return declared.filter((node) => !used.has(node.id)).map(({ id, at, advice }) => problem("unused", at, { id, ...advice }));
}

/** What the data of households and the rosters may say, whether a pack asks for it yet or not. */
function isSupplied({ scopes, rosters }: FactSourceNode): boolean {
  return rosters.length > 0 || scopes.includes("household") || scopes.includes("member");
}

const UNUSED_PARAMETER = hint("可能是公式里写错了名称;只供查阅的,加一个直接给出它的值的例子就不再提示。", "An expression may misspell it; where it is only there to be looked up, an example that states its value ends this hint.");
const UNUSED_RULE = hint("可能是公式里写错了名称,或已由别的规则代替;只供查阅的可以留着。", "An expression may misspell it, or another rule may have taken its place; one that is only there to be looked up may stay.");

/** Checks in force on a day on which a parameter they use has no value: they are silent, and nobody would notice. */
function withoutValue(library: PackLibrary): Problem[] {
  const found = new Map<string, Problem>();
  for (const pack of library.packs.values()) {
    for (const date of turningDays(pack)) {
      const policy = resolvePolicy(library, { division: pack.written.division, date });
      for (const check of policy.checks) {
        for (const id of check.parameterIds) {
          const key = `${check.id} ${id}`;
          if (policy.parameters.get(id)?.value === null && !found.has(key)) found.set(key, problem("no_value_in_force", findParameter(pack, id)?.written.at ?? check.at, { check: check.id, id, date }));
        }
      }
    }
  }
  return [...found.values()];
}
