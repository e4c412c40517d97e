import { and, asRational, asValue, calculate, compare, divide, elapsed, extreme, or } from "./arithmetic.js";
import { isNumeric } from "../type.js";
import { toValue, type FactSource, type Value } from "../value.js";
import type { Expr } from "../ir.js";

export type Compiled = (facts: FactSource) => Value | null;

/**
 * Compiles an expression of a resolved policy to a function. Closures, not generated source: it works where `eval` is
 * forbidden. Unknown facts give null wherever the answer depends on them (Kleene).
 */
export function compileToJs(expr: Expr): Compiled {
  switch (expr.kind) {
    case "literal":
    case "parameter": {
      const { value } = expr;
      return () => value;
    }
    case "fact": {
      const { id, type } = expr;
      return (facts) => toValue(type, facts(id), id);
    }
    case "rule":
      return expr.body ? compileToJs(expr.body) : () => null;
    case "not": {
      const arg = compileToJs(expr.arg);
      return (facts) => {
        const value = arg(facts);
        return value === null ? null : value !== true;
      };
    }
    case "logic": {
      const args = expr.args.map(compileToJs);
      const join = expr.op === "and" ? and : or;
      return (facts) => join(args.map((arg) => arg(facts)));
    }
    case "compare":
      return strict(expr.left, expr.right, (a, b) => compare(expr.op, a, b));
    case "arithmetic":
      return strict(expr.left, expr.right, (a, b) => calculate(expr, a, b));
    case "divide":
      return strict(expr.left, expr.right, (a, b) => divide(expr, a, b));
    case "elapsed":
      return strict(expr.from, expr.to, (a, b) => elapsed(expr.unit, a, b));
    case "choose": {
      const [condition, then, otherwise] = [compileToJs(expr.condition), compileToJs(expr.consequent), compileToJs(expr.alternative)];
      return (facts) => {
        const decided = condition(facts);
        if (decided === null) return null;
        const value = decided === true ? then(facts) : otherwise(facts);
        return value !== null && isNumeric(expr.type) ? asValue(expr.type, asRational(value)) : value;
      };
    }
    case "known": {
      const arg = compileToJs(expr.arg);
      return (facts) => arg(facts) !== null;
    }
    case "extreme": {
      const args = expr.args.map(compileToJs);
      return (facts) => extreme(expr, args.map((arg) => arg(facts)));
    }
  }
}

/** An operation that is unknown as soon as one side is. */
function strict(left: Expr, right: Expr, apply: (a: Value, b: Value) => Value | null): Compiled {
  const [a, b] = [compileToJs(left), compileToJs(right)];
  return (facts) => {
    const x = a(facts);
    const y = b(facts);
    return x === null || y === null ? null : apply(x, y);
  };
}

/** Evaluates once; compile instead where many rows follow. */
export function evaluate(expr: Expr, facts: FactSource): Value | null {
  return compileToJs(expr)(facts);
}
