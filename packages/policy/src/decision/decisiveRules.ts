import type { Conditions, Conjunction } from "./conditions.js";
import type { Expr } from "../ir.js";

/** A code that belongs to the decision where `when` is true; `when` is never unknown. */
export interface CodeWhen {
  readonly code: string;
  readonly when: Expr;
}

/** For each value that a part may have: the alternatives under which it then counts. */
interface Paths {
  readonly true: readonly Conjunction[];
  readonly false: readonly Conjunction[];
  readonly unknown: readonly Conjunction[];
}

const ANYWHERE: Paths = { true: [[]], false: [[]], unknown: [[]] };

function isAnywhere(paths: Paths): boolean {
  return [paths.true, paths.false, paths.unknown].every((alternatives) => alternatives.some((parts) => parts.length === 0));
}

/**
 * The rules that decide whether someone is entitled, each with the condition under which it does: every part on the way
 * to it has the value of the whole (through `not`, the opposite). Of an `if`, the rules of its condition decide, and
 * those of the branch taken. A rule made of nothing but rules joined by and, or, not is replaced by these; a scheme never
 * is. In reading order, each once. Conditions without a name have no code.
 */
export function decisiveRules(entitled: Expr, conditions: Conditions, schemeIds: ReadonlySet<string>): CodeWhen[] {
  const found = new Map<string, Conjunction[]>();
  visit(entitled, ANYWHERE);
  return [...found].map(([code, alternatives]) => ({ code, when: conditions.any(alternatives) })).filter(({ when }) => when !== conditions.no);

  function visit(expr: Expr, paths: Paths): void {
    switch (expr.kind) {
      case "rule":
        if (expr.body && opens(expr, schemeIds)) visit(expr.body, paths);
        else leaf(expr, paths);
        return;
      case "not":
        visit(expr.arg, { true: paths.false, false: paths.true, unknown: paths.unknown });
        return;
      case "logic": {
        const inner = expr.op === "and" ? { ...paths, true: through(paths.true, conditions.isTrue(expr)) } : { ...paths, false: through(paths.false, conditions.isFalse(expr)) };
        for (const arg of expr.args) visit(arg, { ...inner, unknown: through(paths.unknown, conditions.isUnknown(expr)) });
        return;
      }
      case "choose":
        choose(expr, paths);
        return;
      default:
    }
  }

  function choose(expr: Expr & { kind: "choose" }, paths: Paths): void {
    const decided = whatever(expr, paths);
    visit(expr.condition, { true: decided, false: decided, unknown: paths.unknown });
    const taken = (test: Expr): Paths => ({ true: through(paths.true, test), false: through(paths.false, test), unknown: through(paths.unknown, test) });
    visit(expr.consequent, taken(conditions.isTrue(expr.condition)));
    visit(expr.alternative, taken(conditions.isFalse(expr.condition)));
  }

  /** The alternatives under which a part counts, with the value that it then has. */
  function whatever(expr: Expr, paths: Paths): readonly Conjunction[] {
    if (isAnywhere(paths)) return [[]];
    return [...through(paths.true, conditions.isTrue(expr)), ...through(paths.false, conditions.isFalse(expr)), ...through(paths.unknown, conditions.isUnknown(expr))];
  }

  function leaf(expr: Expr & { kind: "rule" }, paths: Paths): void {
    const alternatives = whatever(expr, paths);
    found.set(expr.id, [...(found.get(expr.id) ?? []), ...alternatives.filter((parts) => !parts.includes(conditions.no))]);
  }
}

function through(alternatives: readonly Conjunction[], test: Expr): Conjunction[] {
  return alternatives.map((parts) => [...parts, test]);
}

/** Whether a rule is only a way of joining other rules. */
export function opens(rule: Expr & { kind: "rule" }, schemeIds: ReadonlySet<string>): boolean {
  return rule.body !== null && !schemeIds.has(rule.id) && joinsRules(rule.body);
}

function joinsRules(expr: Expr): boolean {
  if (expr.kind === "rule") return true;
  if (expr.kind === "not") return joinsRules(expr.arg);
  return expr.kind === "logic" && expr.args.every(joinsRules);
}
