import { formatBoth } from "./format.js";
import { isNegative, parseValue } from "./pack/parseValue.js";
import { PolicyError, problem, type Position } from "./problem.js";
import { badValueInfo } from "./hint.js";
import type { ResolvedParameter } from "./policy.js";
import type { Value } from "./value.js";

/**
 * A parameter with the value that the caller gave, written as in a pack with its unit. An amount a year may be given for
 * one a month and the other way round: 4500元/年 is 375元/月.
 * @throws PolicyError where it is no value of the type, is negative, has no unit or another one, or is no whole number of fen when converted
 */
export function setParameter(parameter: ResolvedParameter, text: string, at: Position): ResolvedParameter {
  const { type, unit } = parameter;
  const parsed = parseValue(type, text.trim());
  if (!parsed) throw new PolicyError([problem("bad_value", at, badValueInfo(type, text))]);
  if (isNegative(parsed)) throw new PolicyError([problem("negative", at, { text })]);
  if (unit !== null && parsed.unit === null && typeof parsed.value !== "string") throw new PolicyError([problem("unit_missing", at, { text, unit })]);
  const value = parsed.unit === null || parsed.unit === unit ? parsed.value : converted(parsed.value, parsed.unit, unit, text, at);
  const formatted = formatBoth(type, value, unit);
  return { ...parameter, value, from: null, to: null, status: "set", source: null, formatted };
}

function converted(value: Value, from: string, to: string | null, text: string, at: Position): Value {
  const periods = `${from} → ${to ?? ""}`;
  if (typeof value === "bigint" && periods === "元/月 → 元/年") return value * 12n;
  if (typeof value !== "bigint" || periods !== "元/年 → 元/月") throw new PolicyError([problem("unit_differs", at, { text, unit: to ?? "-" })]);
  if (value % 12n !== 0n) throw new PolicyError([problem("unit_inexact", at, { text, unit: to ?? "-" })]);
  return value / 12n;
}
