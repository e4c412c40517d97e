import type { Rounding } from "./rational.js";
import type { Type } from "./type.js";
import type { Value } from "./value.js";

interface Node {
  readonly type: Type;
  /** The expression as the pack has it. */
  readonly text: string;
}

export type CompareOp = "=" | "!=" | "<" | "<=" | ">" | ">=";

interface LiteralExpr extends Node {
  readonly kind: "literal";
  readonly value: Value;
}
interface FactExpr extends Node {
  readonly kind: "fact";
  readonly id: string;
}
/** `value` is null before the policy is resolved, and after it where no value is in force on the day. */
interface ParameterExpr extends Node {
  readonly kind: "parameter";
  readonly id: string;
  readonly value: Value | null;
}
/** `body` is null before the policy is resolved, and after it where the rule is not in force: then its value is unknown. */
interface RuleExpr extends Node {
  readonly kind: "rule";
  readonly id: string;
  readonly body: Expr | null;
}
interface NotExpr extends Node {
  readonly kind: "not";
  readonly arg: Expr;
}
interface LogicExpr extends Node {
  readonly kind: "logic";
  readonly op: "and" | "or";
  readonly args: readonly Expr[];
}
interface CompareExpr extends Node {
  readonly kind: "compare";
  readonly op: CompareOp;
  readonly left: Expr;
  readonly right: Expr;
}
interface ArithmeticExpr extends Node {
  readonly kind: "arithmetic";
  readonly op: "+" | "-" | "*";
  readonly left: Expr;
  readonly right: Expr;
}
/** left / right rounded to `scale` decimals (of yuan, for money). Unknown where right is 0. */
interface DivideExpr extends Node {
  readonly kind: "divide";
  readonly left: Expr;
  readonly right: Expr;
  readonly scale: number;
  readonly rounding: Rounding;
}
/** Unknown where the condition is unknown. */
interface ChooseExpr extends Node {
  readonly kind: "choose";
  readonly condition: Expr;
  readonly consequent: Expr;
  readonly alternative: Expr;
}
/** Never unknown itself. */
interface KnownExpr extends Node {
  readonly kind: "known";
  readonly arg: Expr;
}
/** Unknown where any argument is. */
interface ExtremeExpr extends Node {
  readonly kind: "extreme";
  readonly fn: "min" | "max";
  readonly args: readonly Expr[];
}
/** Days, or completed years, from one date to another. */
interface ElapsedExpr extends Node {
  readonly kind: "elapsed";
  readonly unit: "days" | "years";
  readonly from: Expr;
  readonly to: Expr;
}

/**
 * The intermediate representation that every back end works from. It is small: `in`, `between`, unary minus and `round`
 * are lowered to it. Members of a household will add one node (quantifier or aggregate, variable, body) and a `subject`
 * on FactExpr that says whose fact it is; nothing here has to change for that.
 */
export type Expr =
  | LiteralExpr
  | FactExpr
  | ParameterExpr
  | RuleExpr
  | NotExpr
  | LogicExpr
  | CompareExpr
  | ArithmeticExpr
  | DivideExpr
  | ChooseExpr
  | KnownExpr
  | ExtremeExpr
  | ElapsedExpr;

/** The direct parts of an expression, in reading order. */
function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "literal":
    case "fact":
    case "parameter":
      return [];
    case "rule":
      return expr.body ? [expr.body] : [];
    case "not":
    case "known":
      return [expr.arg];
    case "logic":
    case "extreme":
      return expr.args;
    case "compare":
    case "arithmetic":
    case "divide":
      return [expr.left, expr.right];
    case "choose":
      return [expr.condition, expr.consequent, expr.alternative];
    case "elapsed":
      return [expr.from, expr.to];
  }
}

/** The same expression with its direct parts replaced by `change`. */
export function mapParts(expr: Expr, change: (part: Expr) => Expr): Expr {
  switch (expr.kind) {
    case "literal":
    case "fact":
    case "parameter":
      return expr;
    case "rule":
      return { ...expr, body: expr.body && change(expr.body) };
    case "not":
    case "known":
      return { ...expr, arg: change(expr.arg) };
    case "logic":
    case "extreme":
      return { ...expr, args: expr.args.map(change) };
    case "compare":
    case "arithmetic":
    case "divide":
      return { ...expr, left: change(expr.left), right: change(expr.right) };
    case "choose":
      return { ...expr, condition: change(expr.condition), consequent: change(expr.consequent), alternative: change(expr.alternative) };
    case "elapsed":
      return { ...expr, from: change(expr.from), to: change(expr.to) };
  }
}

/** Calls `visit` for the expression and everything in it, bodies of rules included; each shared rule body once. */
export function walk(expr: Expr, visit: (expr: Expr) => void, seen: Set<Expr> = new Set()): void {
  if (seen.has(expr)) return;
  seen.add(expr);
  visit(expr);
  for (const part of partsOf(expr)) walk(part, visit, seen);
}
