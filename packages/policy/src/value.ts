import type { Outcome } from "@doudi/contract";
import { parseRational, rational, roundRational, type Rational } from "./rational.js";
import type { Type } from "./type.js";

/**
 * A known value: boolean; integer and money (fen) as bigint; rate as a fraction; date as YYYY-MM-DD; text; an enum as
 * the id of its value. Unknown is null, everywhere.
 */
export type Value = boolean | bigint | string | Rational;

/** A yes or no as it is told. */
export function outcomeOf(value: Value | null): Outcome {
  return value === null ? "unknown" : value === true ? "yes" : "no";
}

/** What a caller may hand in for a fact: a `Value`, or a number where that is convenient. null and undefined: unknown. */
export type FactValue = Value | number | null | undefined;
export type FactSource = (factId: string) => FactValue;

/** Rate facts keep this many decimals on every back end. */
export const RATE_FACT_SCALE = 1_000_000n;

/**
 * A fact as the engine reckons with it. An unrounded amount does not occur here.
 * @throws TypeError where the value is not of the fact's type: a defect of the caller, not of the pack
 */
export function toValue(type: Type, value: FactValue, factId: string): Value | null {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case "boolean":
      if (typeof value === "boolean") return value;
      break;
    case "integer":
    case "money":
      if (typeof value === "bigint") return value;
      if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
      break;
    case "rate": {
      const exact = toRational(value);
      if (exact) return rational(roundRational({ n: exact.n * RATE_FACT_SCALE, d: exact.d }, "half_up"), RATE_FACT_SCALE);
      break;
    }
    case "date":
      if (typeof value === "string" && isDate(value)) return value;
      break;
    case "text":
    case "enum":
      if (typeof value === "string") return value;
      break;
    case "members":
      break;
  }
  throw new TypeError(`fact ${factId} is ${type.kind}, not ${typeof value} ${String(value)}`);
}

function toRational(value: FactValue): Rational | null {
  if (typeof value === "bigint") return rational(value);
  if (typeof value === "number" && Number.isFinite(value)) return parseRational(value.toFixed(6));
  if (typeof value === "string") return parseRational(value);
  return typeof value === "object" ? value : null;
}

/** A day that exists, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
