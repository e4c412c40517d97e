import type { Conditions, Conjunction } from "./conditions.js";
import type { Expr } from "../ir.js";

/** A code that belongs to the decision where `when` is true; `when` is never unknown. */
export interface CodeWhen {
  readonly code: string;
  readonly when: Expr;
}

/**
 * The rules that decide whether someone is entitled, each with the condition under which it does: every part on the way
 * to it has the value of the whole (through `not`, the opposite). Of an `if`, the rules of its condition decide, and
 * those of the branch taken. A rule made of nothing but rules joined by and, or, not is replaced by these; a scheme never
 * is. In reading order, each once. Conditions without a name have no code.
 */
export function decisiveRules(entitled: Expr, conditions: Conditions, schemeIds: ReadonlySet<string>): CodeWhen[] {
  const found = new Map<string, Conjunction[]>();
  visit(entitled, entitled, []);
  return [...found].map(([code, alternatives]) => ({ code, when: conditions.any(alternatives) })).filter(({ when }) => when !== conditions.no);

  /** A part counts where `way` holds and it has the value of `whole`. */
  function visit(expr: Expr, whole: Expr, way: Conjunction): void {
    switch (expr.kind) {
      case "rule":
        if (expr.body && opens(expr, schemeIds)) visit(expr.body, whole, way);
        else found.set(expr.id, [...(found.get(expr.id) ?? []), [...way, conditions.same(expr, whole)]]);
        return;
      case "not":
        visit(expr.arg, conditions.not(whole), way);
        return;
      case "logic":
        for (const arg of expr.args) visit(arg, whole, [...way, conditions.same(expr, whole)]);
        return;
      case "choose":
        visit(expr.condition, expr.condition, [...way, conditions.same(expr, whole)]);
        visit(expr.consequent, whole, [...way, conditions.isTrue(expr.condition)]);
        visit(expr.alternative, whole, [...way, conditions.isFalse(expr.condition)]);
        return;
      default:
    }
  }
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
