import { calculate, compare, divide, elapsed, extreme, shift } from "../backend/arithmetic.js";
import { mapParts, type CompareOp, type Expr } from "../ir.js";
import { BOOLEAN, DATE, INTEGER, type Type } from "../type.js";
import { rational } from "../rational.js";
import { daysInMonth, type Value } from "../value.js";
import { AS_OF, type Conditions } from "./conditions.js";

/**
 * Rewrites expressions for millions of rows, without changing any value: the day and what follows from parameters alone is
 * worked out, a switched-off part disappears with all it would read, ages compared with a limit become dates compared with
 * a day, and whether a number is known is asked of what it is made of.
 */
export class Simplifier {
  private readonly done = new Map<number, Expr>();

  constructor(
    private readonly conditions: Conditions,
    private readonly date: string,
  ) {}

  simplify(expr: Expr): Expr {
    const { pool } = this.conditions;
    const number = pool.number(expr);
    const known = this.done.get(number);
    if (known) return known;
    const opened = pool.open(expr);
    const found = pool.first(this.conditions.neverKnown(opened) ? unknown(opened.type) : this.rewrite(mapParts(opened, (part) => this.simplify(part))));
    this.done.set(number, found);
    return found;
  }

  private rewrite(expr: Expr): Expr {
    const { conditions } = this;
    switch (expr.kind) {
      case "fact":
        return expr.id === AS_OF ? literal(DATE, this.date) : expr;
      case "not":
        return conditions.not(expr.arg);
      case "logic":
        return expr.op === "and" ? conditions.all(expr.args) : conditions.either(expr.args);
      case "compare":
        return folded(expr, [expr.left, expr.right], ([a, b]) => compare(expr.op, a, b)) ?? this.asDates(expr) ?? expr;
      case "same":
        return conditions.same(expr.left, expr.right);
      case "arithmetic":
        return folded(expr, [expr.left, expr.right], ([a, b]) => calculate(expr, a, b)) ?? expr;
      case "divide":
        return folded(expr, [expr.left, expr.right], ([a, b]) => divide(expr, a, b)) ?? expr;
      case "extreme":
        return folded(expr, expr.args, (values) => extreme(expr, values)) ?? expr;
      case "elapsed":
        return folded(expr, [expr.from, expr.to], ([a, b]) => elapsed(expr.unit, a, b)) ?? expr;
      case "shift":
        return folded(expr, [expr.from, expr.months], ([a, b]) => shift(a, b)) ?? expr;
      case "choose": {
        const condition = constantOf(expr.condition);
        return condition === null ? expr : condition === true ? expr.consequent : expr.alternative;
      }
      case "known":
        return this.known(expr.arg);
      case "members":
        return this.members(expr);
      default:
        return expr;
    }
  }

  private members(expr: Expr & { kind: "members" }): Expr {
    const { conditions } = this;
    const where = expr.where && constantOf(expr.where);
    if (where === true) return this.members({ ...expr, where: null });
    const body = expr.body && constantOf(expr.body);
    if (expr.fn === "some" && (where === false || body === false)) return conditions.no;
    if (expr.fn === "every" && (where === false || body === true)) return conditions.yes;
    return expr;
  }

  /** A number is not worked out only to see whether it can be. */
  private known(arg: Expr): Expr {
    const { conditions } = this;
    const all = (...parts: readonly Expr[]): Expr => conditions.all(parts.map((part) => this.known(part)));
    if (conditions.alwaysKnown(arg)) return conditions.yes;
    if (conditions.neverKnown(arg)) return conditions.no;
    switch (arg.kind) {
      case "not":
        return this.known(arg.arg);
      case "arithmetic":
        return all(arg.left, arg.right);
      case "divide":
        return conditions.all([all(arg.left, arg.right), conditions.isTrue(this.rewrite({ kind: "compare", type: BOOLEAN, text: "", op: "!=", left: arg.right, right: zeroOf(arg.right) }))]);
      case "extreme":
        return all(...arg.args);
      case "elapsed":
        return all(arg.from, arg.to);
      case "choose": {
        const ways: readonly (readonly [Expr, Expr])[] = [[conditions.isTrue(arg.condition), arg.consequent], [conditions.isFalse(arg.condition), arg.alternative]];
        if (ways.every(([, value]) => conditions.alwaysKnown(value))) return this.known(arg.condition);
        return conditions.any(ways.map(([taken, value]) => [taken, this.known(value)]));
      }
      default:
        return conditions.known(arg);
    }
  }

  /** `years(birth, day) >= 60` is `birth <= the day 60 years before`; of 29 February, where there is none, the 28th. */
  private asDates({ op, left, right }: Expr & { kind: "compare" }): Expr | null {
    const [age, limit, asked] = left.kind === "elapsed" ? [left, constantOf(right), op] : [right, constantOf(left), MIRRORED[op]];
    if (age.kind !== "elapsed" || age.unit !== "years" || typeof limit !== "bigint") return null;
    const day = constantOf(age.to);
    if (typeof day !== "string") return null;
    const completed = (years: bigint): Expr | null => {
      const before = yearsBefore(day, years);
      return before === null ? null : this.conditions.pool.first({ kind: "compare", type: BOOLEAN, text: "", op: "<=", left: age.from, right: literal(DATE, before) });
    };
    const [least, more] = [completed(limit), completed(limit + 1n)];
    if (!least || !more) return null;
    const { conditions } = this;
    switch (asked) {
      case ">=":
        return least;
      case ">":
        return more;
      case "<":
        return conditions.not(least);
      case "<=":
        return conditions.not(more);
      case "=":
        return conditions.all([least, conditions.not(more)]);
      case "!=":
        return conditions.either([conditions.not(least), more]);
    }
  }
}

const MIRRORED = { "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const satisfies Record<CompareOp, CompareOp>;

function literal(type: Type, value: Value): Expr {
  return { kind: "literal", type, text: "", value };
}

function unknown(type: Type): Expr {
  return { kind: "parameter", type: type.kind === "members" ? BOOLEAN : type, text: "", id: "", value: null };
}

function zeroOf({ type }: Expr): Expr {
  return literal(type, type.kind === "rate" || (type.kind === "money" && !type.rounded) ? rational(0n) : 0n);
}

/** A value that is the same in every household, null where there is none. */
function constantOf(expr: Expr): Value | null {
  return expr.kind === "literal" || expr.kind === "parameter" ? expr.value : null;
}

/** The value worked out now, where all parts are constants and it has one. */
function folded(expr: Expr, parts: readonly Expr[], apply: (values: readonly [Value, Value, ...Value[]]) => Value | null): Expr | null {
  const values = parts.map(constantOf).filter((value) => value !== null);
  const [first, second, ...others] = values;
  if (values.length < parts.length || first === undefined || second === undefined) return null;
  const value = apply([first, second, ...others]);
  return value === null ? null : literal(expr.kind === "elapsed" ? INTEGER : expr.type, value);
}

/** The last day of birth that completes the years by the day; null outside the years 1 to 9999. */
function yearsBefore(day: string, years: bigint): string | null {
  const [year, month, date] = day.split("-").map(Number);
  const before = BigInt(year ?? 0) - years;
  if (before < 1n || before > 9999n) return null;
  const days = Math.min(date ?? 1, daysInMonth(Number(before), month ?? 1));
  return `${String(before).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(days).padStart(2, "0")}`;
}
