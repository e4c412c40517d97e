import { evaluate } from "./backend/javascript.js";
import { mapParts, type Expr } from "./ir.js";
import { evaluateExample, runExamples, type ExampleRun } from "./runExamples.js";
import type { Pack, PackLibrary } from "./pack/packLibrary.js";
import type { Policy } from "./policy.js";
import type { Value } from "./value.js";

/**
 * What the examples of all packs exercise, and what they leave out. An expression counts as exercised where an example
 * evaluates it; of `or` each arm must be true in one, of `and` each false in one, of `if` both branches must be taken; every value of
 * a parameter must be used or stated.
 */
export function uncovered(library: PackLibrary): string[] {
  const seen = new Seen();
  runExamples(library, (run) => {
    seen.example(run);
    return evaluateExample(run);
  });
  return [...library.packs.values()].flatMap((pack) => wanted(pack)).filter((each) => !seen.marks.has(each));
}

/** One line for each thing that a pack must show an example of. */
function wanted(pack: Pack): string[] {
  const values = (id: string, froms: readonly { readonly from: string | null }[]): string[] => froms.map(({ from }) => valueMark(pack.id, id, from));
  const expressions: [string, Expr][] = [
    ...[...pack.rules].filter(([id]) => !pack.schemes.has(id)).map(([id, { written, body }]): [string, Expr] => [bodyMark(id, written.is.text), body]),
    ...[...pack.schemes.keys()].flatMap((id): [string, Expr][] => {
      const rule = pack.rules.get(id);
      return rule ? [[bodyMark(id, rule.written.is.text), rule.body]] : [];
    }),
    ...pack.overrides.flatMap(({ written, is }): [string, Expr][] => (is ? [[bodyMark(written.replaces, (written.is ?? written.entitled)?.text ?? ""), is]] : [])),
  ];
  const parts = [...[...pack.schemes].map(([id, node]) => ({ id, node })), ...pack.overrides.map((node) => ({ id: node.written.replaces, node }))].flatMap(({ id, node }) =>
    (["class", "amount", "until"] as const).flatMap((field) => {
      const expr = node[field];
      return expr ? [`${pack.id}: ${id}.${field} = ${expr.text}`] : [];
    }),
  );
  return [
    ...expressions.flatMap(([mark, body]) => [mark, ...arms(body).map((arm) => `${mark}: ${arm}`)]),
    ...parts,
    ...[...pack.parameters].flatMap(([id, { values: own }]) => (own.length > 0 ? values(id, own) : [`parameter ${id}`])),
    ...pack.overrides.flatMap(({ written, values: own }) => values(written.replaces, own ?? [])),
  ];
}

const bodyMark = (id: string, text: string): string => `${id} = ${text.trim().replace(/\s+/g, " ")}`;
const valueMark = (packId: string, id: string, from: string | null): string => `${packId}: parameter ${id} from ${from ?? "ever"}`;

/** Every arm and branch in an expression, rules that it uses apart. */
function arms(expr: Expr, path = ""): string[] {
  const own =
    expr.kind === "logic" && isWritten(expr)
      ? expr.args.map((arg, index) => armMark(expr.op, `${path}/${index}`, arg))
      : expr.kind === "choose"
        ? [branchMark(true, path, expr.consequent), branchMark(false, path, expr.alternative)]
        : [];
  return [...own, ...parts(expr).flatMap((part, index) => arms(part, `${path}/${index}`))];
}

/** `in` and `between` are lowered to comparisons that nobody wrote; they are one condition. So is being in a list of members. */
function isWritten(expr: Expr & { readonly kind: "logic" }): boolean {
  return expr.args.every((arg) => expr.text.includes(arg.text) && arg.type.kind !== "members");
}

const armMark = (op: "and" | "or", path: string, arg: Expr): string => `${op === "and" ? "false" : "true"} at ${path} ${arg.text}`;
const branchMark = (then: boolean, path: string, branch: Expr): string => `${then ? "then" : "else"} at ${path} ${branch.text}`;

function parts(expr: Expr): Expr[] {
  const found: Expr[] = [];
  if (expr.kind !== "rule") mapParts(expr, (part) => {
    found.push(part);
    return part;
  });
  return found;
}

class Seen {
  readonly marks = new Set<string>();

  example(run: ExampleRun): void {
    const walker = new Walker(run, this.marks);
    if (run.scheme) {
      const due = evaluateExample(run).result === "yes";
      walker.rule(run.scheme.id, run.scheme.entitled, run.member);
      for (const field of due ? (["class", "amount", "until"] as const) : []) {
        const expr = run.scheme[field];
        if (!expr) continue;
        for (const packId of [run.scheme.packId, ...run.scheme.overrides.map((each) => each.packId)]) this.marks.add(`${packId}: ${run.scheme.id}.${field} = ${expr.text}`);
        walker.visit(expr, run.member, "", "");
      }
    } else if (run.check) {
      for (const expr of [run.check.when, run.check.unless]) if (expr) walker.visit(expr, null, "", "");
      for (const each of run.check.cases) if (each.when) walker.visit(each.when, null, "", "");
    } else if (run.rule) {
      if (run.rule.body.kind === "parameter") walker.visit(run.rule.body, null, "", "");
      walker.rule(run.of, run.rule.body, run.member);
    }
  }
}

/** Walks what an example evaluates, and marks it. */
class Walker {
  private readonly done = new Map<Expr, Set<number | null>>();
  private readonly policy: Policy;

  constructor(
    private readonly run: ExampleRun,
    private readonly marks: Set<string>,
  ) {
    this.policy = run.policy;
  }

  rule(id: string, body: Expr, member: number | null): void {
    const rule = this.policy.rules.get(id);
    const owner = bodyMark(id, rule?.expressionText ?? "");
    this.marks.add(owner);
    this.visit(body, member, owner, "");
  }

  visit(expr: Expr, member: number | null, owner: string, path: string): void {
    const places = this.done.get(expr) ?? new Set();
    this.done.set(expr, places);
    if (places.has(member)) return;
    places.add(member);
    const mark = (text: string): void => void this.marks.add(`${owner}: ${text}`);
    const next = (part: Expr, index: number, who = member): void => this.visit(part, who, owner, `${path}/${index}`);
    switch (expr.kind) {
      case "rule":
        if (expr.body) this.rule(expr.id, expr.body, member);
        return;
      case "parameter":
        this.parameter(expr.id);
        return;
      case "logic":
        expr.args.forEach((arg, index) => {
          if (this.value(arg, member) === (expr.op === "or")) mark(armMark(expr.op, `${path}/${index}`, arg));
          next(arg, index);
        });
        return;
      case "choose": {
        const condition = this.value(expr.condition, member);
        next(expr.condition, 0);
        if (condition === null) return;
        const then = condition === true;
        mark(branchMark(then, path, then ? expr.consequent : expr.alternative));
        next(then ? expr.consequent : expr.alternative, then ? 1 : 2);
        return;
      }
      case "members": {
        const { where, body } = expr;
        const count = this.run.household?.members.length ?? 0;
        for (let index = 0; index < count; index += 1) {
          if (where) next(where, 0, index);
          if (body && (!where || this.value(where, index) !== false)) next(body, where ? 1 : 0, index);
        }
        return;
      }
      default:
        parts(expr).forEach((part, index) => next(part, index));
    }
  }

  private parameter(id: string): void {
    const found = this.policy.parameters.get(id);
    this.marks.add(`parameter ${id}`);
    if (found && found.value !== null && found.status !== "set") this.marks.add(valueMark(found.packId, id, found.from));
  }

  private value(expr: Expr, member: number | null): Value | null {
    return evaluate(expr, this.run.household ?? this.run.facts, member);
  }
}
