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
/** `member`: the fact of a person of the household (or of a roster's row about a person); else of the household or row. */
interface FactExpr extends Node {
  readonly kind: "fact";
  readonly id: string;
  readonly member: boolean;
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
/** Whether two booleans have the same value, or are both unknown. Never unknown itself; derived, not written in packs. */
interface SameExpr extends Node {
  readonly kind: "same";
  readonly left: Expr;
  readonly right: Expr;
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
/** `months` months after `from`; a day that does not exist becomes the last of its month. Unknown outside the years 1 to 9999. */
interface ShiftExpr extends Node {
  readonly kind: "shift";
  readonly from: Expr;
  readonly months: Expr;
}

export type MemberFn = "some" | "every" | "count" | "sum" | "min" | "max";

/**
 * One value from the members of the household, those for whom `where` is true (null: all of them). It never depends on
 * a member outside itself, so it is one value a household wherever it stands. What a member adds:
 * some: `where and body`; every: `not(where) or body`; count: `where`; sum, min, max: `if where then body`, nobody else.
 * The whole is Kleene's `or` of these, their `and`, or unknown as soon as one is unknown. Nobody: false, true, 0, 0, unknown, unknown.
 */
interface MembersExpr extends Node {
  readonly kind: "members";
  readonly fn: MemberFn;
  readonly where: Expr | null;
  /** Null for count alone. */
  readonly body: Expr | null;
}

/**
 * The intermediate representation that every back end works from. It is small: `in`, `between`, unary minus and `round`
 * are lowered to it. A list of members (type `members`) is held as a condition: the one that is true for those in it.
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
  | SameExpr
  | ExtremeExpr
  | ElapsedExpr
  | ShiftExpr
  | MembersExpr;

/** The direct parts of an expression, in reading order. */
export function partsOf(expr: Expr): readonly Expr[] {
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
    case "same":
    case "arithmetic":
    case "divide":
      return [expr.left, expr.right];
    case "choose":
      return [expr.condition, expr.consequent, expr.alternative];
    case "elapsed":
      return [expr.from, expr.to];
    case "shift":
      return [expr.from, expr.months];
    case "members":
      return [expr.where, expr.body].filter((part) => part !== null);
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
    case "same":
    case "arithmetic":
    case "divide":
      return { ...expr, left: change(expr.left), right: change(expr.right) };
    case "choose":
      return { ...expr, condition: change(expr.condition), consequent: change(expr.consequent), alternative: change(expr.alternative) };
    case "elapsed":
      return { ...expr, from: change(expr.from), to: change(expr.to) };
    case "shift":
      return { ...expr, from: change(expr.from), months: change(expr.months) };
    case "members":
      return { ...expr, where: expr.where && change(expr.where), body: expr.body && change(expr.body) };
  }
}

const reading = new WeakMap<Expr, boolean>();

/** Whether the value can differ from one member to another: it uses a member's fact outside of `members` nodes. */
export function readsMember(expr: Expr): boolean {
  const known = reading.get(expr);
  if (known !== undefined) return known;
  const reads = expr.kind === "fact" ? expr.member : expr.kind !== "members" && partsOf(expr).some(readsMember);
  reading.set(expr, reads);
  return reads;
}

/** Calls `visit` for the expression and everything in it, bodies of rules included; each shared rule body once. */
export function walk(expr: Expr, visit: (expr: Expr) => void, seen: Set<Expr> = new Set()): void {
  if (seen.has(expr)) return;
  seen.add(expr);
  visit(expr);
  for (const part of partsOf(expr)) walk(part, visit, seen);
}
