import type { Expr } from "../ir.js";

/** `known(x) and x` asks whether x is true, `known(x) and not(x)` whether it is false; neither is ever unknown. Null for anything else. */
export function testOf(expr: Expr & { kind: "logic" }): { readonly arg: Expr; readonly is: boolean } | null {
  const [first, second] = expr.args;
  const [test, value] = first?.kind === "known" ? [first, second] : [second, first];
  if (expr.op !== "and" || expr.args.length !== 2 || test?.kind !== "known" || !value) return null;
  if (value === test.arg) return { arg: value, is: true };
  return value.kind === "not" && value.arg === test.arg ? { arg: value.arg, is: false } : null;
}
