import { trace, type TraceNode } from "./backend/trace.js";
import { walk, type Expr } from "./ir.js";
import { problem, type Position, type Problem } from "./problem.js";
import type { ExampleRun } from "./runExamples.js";
import { traceScheme } from "./traceScheme.js";
import type { Pack, PackLibrary } from "./pack/packLibrary.js";

/** Something that an example should show, with the mark it leaves where one does. */
interface Showable {
  readonly mark: string;
  readonly at: Position;
  readonly id: string;
  readonly what: { readonly zh: string; readonly en: string };
}

/** Adds what an example shows to the marks. It reads the example's trace, so something counts only where it was really worked out. */
export function markShown(run: ExampleRun, marks: Set<string>): void {
  for (const root of tracesOf(run)) markAll(root, run, marks);
  if (run.scheme?.lead) marks.add(`parameter ${run.scheme.lead.id}`);
  if (!run.household && run.rule?.body.kind === "parameter") marks.add(`parameter ${run.rule.id}`);
}

/**
 * What no example of any pack shows, given the marks of all that ran: parameters that none used, branches of an `if` that none took,
 * overridden conditions that none ran under.
 */
export function notShown(library: PackLibrary, marks: ReadonlySet<string>): Problem[] {
  return [...library.packs.values()].flatMap(showables).filter(({ mark }) => !marks.has(mark)).map(({ at, id, what }) => problem("not_shown", at, { id, whatZh: what.zh, whatEn: what.en }));
}

function tracesOf(run: ExampleRun): TraceNode[] {
  const { policy, household, member, scheme, rule, check, facts } = run;
  if (scheme) {
    const of = traceScheme(policy, scheme, household ?? { facts: () => null, members: [] }, member);
    return [of.entitled, of.class, of.amount, of.until].filter((node) => node !== null);
  }
  const at = (expr: Expr): TraceNode => trace(expr, household ?? facts, policy, member);
  if (rule) return [at({ kind: "rule", type: rule.type, text: rule.name.zh, id: rule.id, body: rule.body })];
  return check ? [check.when, check.unless, ...check.cases.map((each) => each.when)].flatMap((expr) => (expr ? [at(expr)] : [])) : [];
}

/** `if` expressions are told by their text: two rules that write the same one have the same branches. */
function branchMark(text: string, taken: boolean): string {
  return `${taken ? "then" : "else"} ${words(text)}`;
}

function bodyMark(id: string, text: string): string {
  return `body ${id} ${words(text)}`;
}

function words(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

function markAll(root: TraceNode, { policy }: ExampleRun, marks: Set<string>): void {
  const seen = new Set<TraceNode>();
  const visit = (node: TraceNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === "parameter") marks.add(`parameter ${node.id ?? ""}`);
    if (node.kind === "rule" && node.id !== null) marks.add(bodyMark(node.id, policy.rules.get(node.id)?.expressionText ?? ""));
    if (node.kind === "choose" && node.inputs[0]?.value !== null) marks.add(branchMark(node.text, node.inputs[0]?.value === true));
    node.inputs.forEach(visit);
  };
  visit(root);
}

function showables(pack: Pack): Showable[] {
  const parameters = [...pack.parameters.values()].map(({ written: { id, at } }): Showable => ({ mark: `parameter ${id}`, at, id, what: { zh: "参数", en: "the parameter" } }));
  const overridden = pack.overrides.flatMap(({ written: { replaces, is, entitled, at } }): Showable[] => {
    const body = is ?? entitled;
    return body ? [{ mark: bodyMark(replaces, body.text), at, id: replaces, what: { zh: "本包改写的公式", en: "the condition as overridden here" } }] : [];
  });
  const conditions = [
    ...[...pack.rules.values()].map(({ written, body }) => ({ id: written.id, at: written.at, exprs: [body] })),
    ...[...pack.schemes.values()].map(({ written, class: category, amount, until }) => ({ id: written.id, at: written.at, exprs: [category, amount, until] })),
    ...pack.overrides.map((each) => ({ id: each.written.replaces, at: each.written.at, exprs: [each.is, each.class, each.amount, each.until] })),
  ];
  const branches = conditions.flatMap(({ id, at, exprs }) => {
    const found: Showable[] = [];
    const branch = (text: string, taken: boolean): void => {
      found.push({ mark: branchMark(text, taken), at, id, what: { zh: `${taken ? "then" : "else"} 一支:${words(text)}`, en: `the ${taken ? "then" : "else"} of: ${words(text)}` } });
    };
    for (const expr of exprs) {
      if (!expr) continue;
      walk(expr, (part) => {
        if (part.kind !== "choose") return;
        branch(part.text, true);
        branch(part.text, false);
      });
    }
    return found;
  });
  return [...parameters, ...overridden, ...branches];
}
