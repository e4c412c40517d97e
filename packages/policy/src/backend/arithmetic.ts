import { compareRationals, rational, roundRational, type Rational } from "../rational.js";
import type { CompareOp, Expr } from "../ir.js";
import type { Type } from "../type.js";
import { daysInMonth, type Value } from "../value.js";

/** What the two JavaScript back ends reckon with: exact fractions, Kleene's three truth values, dates as text. */

export function asRational(value: Value): Rational {
  if (typeof value === "bigint") return rational(value);
  if (typeof value === "object") return value;
  throw new TypeError(`not a number: ${String(value)}`);
}

/** A fraction as a value of the type: integers and rounded amounts are bigint again. */
export function asValue(type: Type, exact: Rational): Value {
  return type.kind === "rate" || (type.kind === "money" && !type.rounded) ? exact : exact.n;
}

export function and(values: readonly (Value | null)[]): boolean | null {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}

export function or(values: readonly (Value | null)[]): boolean | null {
  if (values.includes(true)) return true;
  return values.includes(null) ? null : false;
}

export function compare(op: CompareOp, a: Value, b: Value): boolean {
  const order = orderOf(a, b);
  switch (op) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** Dates are YYYY-MM-DD, so text order is date order; text, enums and booleans are only ever asked for equality. */
function orderOf(a: Value, b: Value): number {
  if (typeof a === "bigint" || typeof a === "object") return compareRationals(asRational(a), asRational(b));
  return a === b ? 0 : a < b ? -1 : 1;
}

export function calculate(expr: Expr & { kind: "arithmetic" }, a: Value, b: Value): Value {
  const [x, y] = [asRational(a), asRational(b)];
  const exact = expr.op === "*" ? rational(x.n * y.n, x.d * y.d) : rational(expr.op === "+" ? x.n * y.d + y.n * x.d : x.n * y.d - y.n * x.d, x.d * y.d);
  return asValue(expr.type, exact);
}

/** Unknown on division by zero. */
export function divide(expr: Expr & { kind: "divide" }, a: Value, b: Value): Value | null {
  const [x, y] = [asRational(a), asRational(b)];
  if (y.n === 0n) return null;
  const quotient = rational(x.n * y.d, x.d * y.n);
  const power = 10n ** BigInt(expr.scale);
  if (expr.type.kind === "money") {
    const unit = 100n / power;
    return roundRational(rational(quotient.n, quotient.d * unit), expr.rounding) * unit;
  }
  return asValue(expr.type, rational(roundRational(rational(quotient.n * power, quotient.d), expr.rounding), power));
}

export function extreme(expr: Pick<Expr & { kind: "extreme" }, "fn" | "type">, values: readonly (Value | null)[]): Value | null {
  let best: Value | null = null;
  for (const value of values) {
    if (value === null) return null;
    if (best === null || (expr.fn === "min" ? orderOf(value, best) < 0 : orderOf(value, best) > 0)) best = value;
  }
  return best !== null && typeof best !== "string" ? asValue(expr.type, asRational(best)) : best;
}

export function elapsed(unit: "days" | "years", from: Value, to: Value): bigint {
  const [a, b] = [String(from), String(to)];
  if (unit === "days") return BigInt((dayNumber(b) - dayNumber(a)) / 86_400_000);
  const years = Number(b.slice(0, 4)) - Number(a.slice(0, 4));
  return BigInt(b.slice(5) < a.slice(5) ? years - 1 : years);
}

const MONTHS_OF_YEAR_1 = 12n;
const MONTHS_AFTER_YEAR_9999 = 10_000n * 12n;

/** The date so many months later, the last of the month where the day does not exist; unknown outside the years 1 to 9999. */
export function shift(from: Value, months: Value): string | null {
  const [year, month, day] = String(from).split("-").map(Number);
  const count = BigInt(year ?? 0) * 12n + BigInt((month ?? 1) - 1) + asRational(months).n;
  if (count < MONTHS_OF_YEAR_1 || count >= MONTHS_AFTER_YEAR_9999) return null;
  const [y, m] = [Number(count / 12n), Number(count % 12n) + 1];
  return `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(Math.min(day ?? 1, daysInMonth(y, m))).padStart(2, "0")}`;
}

/** What the members of a household add up to; `where` is whether one is counted, `body` need not be known where it is false. */
export function aggregate(expr: Expr & { kind: "members" }, members: readonly { readonly where: Value | null; readonly body: Value | null }[]): Value | null {
  const { fn, type } = expr;
  if (fn === "some") return or(members.map(({ where, body }) => and([where, body])));
  if (fn === "every") return and(members.map(({ where, body }) => or([where === null ? null : where === false, body])));
  if (members.some(({ where }) => where === null)) return null;
  const counted = members.filter(({ where }) => where === true).map(({ body }) => body);
  if (fn === "count") return BigInt(counted.length);
  if (fn !== "sum") return extreme({ fn, type }, counted);
  let total = rational(0n);
  for (const value of counted) {
    if (value === null) return null;
    const each = asRational(value);
    total = rational(total.n * each.d + each.n * total.d, total.d * each.d);
  }
  return asValue(type, total);
}

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}
