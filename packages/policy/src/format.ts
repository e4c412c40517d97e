import type { Bilingual, Lang } from "@doudi/contract";
import { rational, roundRational, type Rational } from "./rational.js";
import { asRational } from "./backend/arithmetic.js";
import type { Type } from "./type.js";
import type { Value } from "./value.js";

export const UNKNOWN: Bilingual = { zh: "不详", en: "unknown" };
export const TRUE_TEXT: Bilingual = { zh: "是", en: "yes" };
export const FALSE_TEXT: Bilingual = { zh: "否", en: "no" };
export const YUAN: Bilingual = { zh: "元", en: " yuan" };

/** A rate is written with at most this many decimals. */
export const RATE_DECIMALS = 4;

/**
 * A value for people: 1,234.50元 or 1,234.50 yuan, 0.125, 2020-06-01, an enum's name, 是 or yes; null gives 不详 or unknown.
 * `unit` is a parameter's, such as 元/年 or 岁.
 */
export function formatValue(type: Type, value: Value | null, lang: Lang, unit: string | null = null): string {
  if (value === null) return UNKNOWN[lang];
  switch (type.kind) {
    case "boolean":
    case "members":
      return (value === true ? TRUE_TEXT : FALSE_TEXT)[lang];
    case "integer":
      return `${asRational(value).n}${unitText(unit, lang)}`;
    case "money":
      return `${formatFen(roundRational(asRational(value), "half_up"))}${unit === null ? YUAN[lang] : unitText(unit, lang)}`;
    case "rate":
      return unit === "%" ? `${formatRate(rational(asRational(value).n * 100n, asRational(value).d))}%` : `${formatRate(asRational(value))}${unitText(unit, lang)}`;
    case "date":
    case "text":
      return String(value);
    case "enum":
      return type.values.find((each) => each.id === value)?.name[lang] ?? String(value);
  }
}

/** The value in both languages. */
export function formatBoth(type: Type, value: Value | null, unit: string | null = null): Bilingual {
  return { zh: formatValue(type, value, "zh", unit), en: formatValue(type, value, "en", unit) };
}

const UNITS: Readonly<Record<string, string>> = {
  元: " yuan", "元/年": " yuan/year", "元/月": " yuan/month", "元/天": " yuan/day", "元/次": " yuan each time",
  岁: " years", 年: " years", 月: " months", 天: " days", 日: " days", 个工作日: " working days", 工作日: " working days",
  倍: " times", 人: " persons", 户: " households", 套: " homes", 辆: " vehicles", 家: " companies", 级: "", "%": "%",
};

function unitText(unit: string | null, lang: Lang): string {
  if (unit === null) return "";
  return lang === "zh" ? unit : (UNITS[unit] ?? ` ${unit}`);
}

function formatFen(fen: bigint): string {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, "0");
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${fen < 0n ? "-" : ""}${yuan}.${digits.slice(-2)}`;
}

function formatRate(value: Rational): string {
  const scaled = roundRational({ n: value.n * 10n ** BigInt(RATE_DECIMALS), d: value.d }, "half_up");
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(RATE_DECIMALS + 1, "0");
  const decimals = digits.slice(-RATE_DECIMALS).replace(/0+$/, "");
  return `${scaled < 0n ? "-" : ""}${digits.slice(0, -RATE_DECIMALS)}${decimals === "" ? "" : `.${decimals}`}`;
}
