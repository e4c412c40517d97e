import { lcm } from "../rational.js";
import { RATE_FACT_SCALE } from "../value.js";
import { isNumeric } from "../type.js";
import type { Expr } from "../ir.js";
import type { Value } from "../value.js";

/**
 * How a numeric expression is held in integers: its value is `n / d` with a denominator `d` known before any row is
 * seen, and |n| at most `max`. SQL reckons with `n` alone, so no decimal or float type ever rounds behind our back.
 */
export interface Measure {
  readonly d: bigint;
  readonly max: bigint;
}

/** Integer and money facts lie within the integers a JavaScript number holds exactly. */
const FACT_MAX = 2n ** 53n;
/** Rate facts: below a thousand million, in millionths. */
const RATE_FACT_MAX = 10n ** 15n;
const DAYS_MAX = 4_000_000n;
/** A household that is decided has at most so many members: sums over them are held in integers large enough for that. */
export const MEMBERS_MAX = 100n;
/** What a 128-bit integer (and any wider one) certainly holds. */
const NUMBER_MAX = 10n ** 38n;

/** Thrown where an intermediate result could exceed `NUMBER_MAX`; the loader turns it into a problem with its place. */
export class TooLarge extends Error {
  constructor(readonly expr: Expr) {
    super(`may exceed 38 digits: ${expr.text}`);
  }
}

const cache = new WeakMap<Expr, Measure>();

/** The measure of a numeric expression. @throws TooLarge */
export function measure(expr: Expr): Measure {
  const known = cache.get(expr);
  if (known) return known;
  const found = compute(expr);
  if (found.max > NUMBER_MAX) throw new TooLarge(expr);
  cache.set(expr, found);
  return found;
}

/** The common denominator of several expressions, and the bound of each numerator over it. @throws TooLarge */
export function commonMeasure(exprs: readonly Expr[]): Measure {
  const measures = exprs.map(measure);
  const d = measures.reduce((common, each) => lcm(common, each.d), 1n);
  const max = measures.reduce((most, each) => bigMax(most, each.max * (d / each.d)), 0n);
  const first = exprs[0];
  if (max > NUMBER_MAX && first) throw new TooLarge(first);
  return { d, max };
}

/** Numerator and denominator of a division before rounding, both as integers, and the step the result is a multiple of. */
export function divisionMeasure(expr: Expr & { kind: "divide" }): { leftFactor: bigint; rightFactor: bigint; unit: bigint; d: bigint; max: bigint } {
  const left = measure(expr.left);
  const right = measure(expr.right);
  const power = 10n ** BigInt(expr.scale);
  const money = expr.type.kind === "money";
  // Money counts fen: a result in whole yuan is a multiple of 100 fen.
  const unit = money ? 100n / power : 1n;
  const d = money ? 1n : power;
  const leftFactor = right.d * d;
  const rightFactor = left.d * unit;
  // Half-up rounding doubles the numerator and adds the divisor.
  const max = left.max * leftFactor * 2n + right.max * rightFactor * 2n;
  return { leftFactor, rightFactor, unit, d, max };
}

function compute(expr: Expr): Measure {
  switch (expr.kind) {
    case "literal":
      return measureValue(expr.value);
    case "parameter":
      return expr.value === null ? { d: 1n, max: 0n } : measureValue(expr.value);
    case "fact":
      return expr.type.kind === "rate" ? { d: RATE_FACT_SCALE, max: RATE_FACT_MAX } : { d: 1n, max: FACT_MAX };
    case "rule":
      return expr.body ? measure(expr.body) : { d: 1n, max: 0n };
    case "arithmetic": {
      if (expr.op === "*") {
        const [a, b] = [measure(expr.left), measure(expr.right)];
        // Not below either side: a large part times 0 is itself still held.
        return { d: a.d * b.d, max: bigMax(a.max * b.max, bigMax(a.max, b.max)) };
      }
      const { d } = commonMeasure([expr.left, expr.right]);
      return { d, max: [expr.left, expr.right].map(measure).reduce((sum, each) => sum + each.max * (d / each.d), 0n) };
    }
    case "divide": {
      const division = divisionMeasure(expr);
      if (division.max > NUMBER_MAX) throw new TooLarge(expr);
      return { d: division.d, max: division.max + division.unit };
    }
    case "choose":
      return commonMeasure([expr.consequent, expr.alternative]);
    case "extreme":
      return commonMeasure(expr.args);
    case "elapsed":
      return { d: 1n, max: DAYS_MAX };
    case "members": {
      if (expr.body === null) return { d: 1n, max: MEMBERS_MAX };
      const each = measure(expr.body);
      return expr.fn === "sum" ? { d: each.d, max: each.max * MEMBERS_MAX } : each;
    }
    case "shift":
    case "not":
    case "logic":
    case "compare":
    case "same":
    case "known":
      throw new TypeError(`${expr.kind} is no number`);
  }
}

function measureValue(value: Value): Measure {
  if (typeof value === "bigint") return { d: 1n, max: bigAbs(value) };
  if (typeof value === "object") return { d: value.d, max: bigAbs(value.n) };
  throw new TypeError("not a number");
}

export function bigAbs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function bigMax(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** Measures every number in the expression, rules included, so that `TooLarge` shows before any SQL is written. @throws TooLarge */
export function measureAll(exprs: Iterable<Expr>): void {
  for (const expr of exprs) {
    if (expr.kind === "compare" && isNumeric(expr.left.type)) commonMeasure([expr.left, expr.right]);
    else if (isNumeric(expr.type)) measure(expr);
  }
}
