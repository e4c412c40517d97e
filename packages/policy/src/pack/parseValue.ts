import { parseRational } from "../rational.js";
import { isDate, type Value } from "../value.js";
import type { Type } from "../type.js";

const SAFE = 2n ** 53n;

/** A value as packs write it. `unit` is what stood behind the number, null where nothing did. */
export interface WrittenValue {
  readonly value: Value;
  readonly unit: string | null;
}

/**
 * Reads 4500元/年, 1.5万元, 3, 30%, 1/3, 是, 2020-02-25 or an enum's name as a value of the type; null where it is none.
 * Money needs its 元, so that nobody has to guess between yuan and fen.
 */
export function parseValue(type: Type, text: string): WrittenValue | null {
  switch (type.kind) {
    case "boolean":
    case "members":
      if (["true", "是", "yes"].includes(text)) return { value: true, unit: null };
      return ["false", "否", "no"].includes(text) ? { value: false, unit: null } : null;
    case "integer": {
      const match = /^(-?\d{1,15})\s*([^\d\s.].*)?$/.exec(text);
      return match ? { value: BigInt(match[1] ?? "0"), unit: match[2] ?? null } : null;
    }
    case "money":
      return parseMoney(text);
    case "rate": {
      const match = /^(-?[\d./]+%?)\s*([^\d\s.%/].*)?$/.exec(text);
      const value = match && parseRational(match[1] ?? "");
      if (!match || !value || value.d > 1_000_000n || value.n > 10n ** 15n || value.n < -(10n ** 15n)) return null;
      return { value, unit: match[1]?.endsWith("%") ? "%" : (match[2] ?? null) };
    }
    case "date":
      return isDate(text) ? { value: text, unit: null } : null;
    case "text":
      return { value: text, unit: null };
    case "enum": {
      const found = type.values.find((each) => each.id === text || each.name.zh === text || each.name.en === text || each.code === text);
      return found ? { value: found.id, unit: null } : null;
    }
  }
}

/** Whether a parameter cannot have the value: an amount or a count below nothing. A rate can be, as the change of an index is. */
export function isNegative({ value }: WrittenValue): boolean {
  return typeof value === "bigint" && value < 0n;
}

function parseMoney(text: string): WrittenValue | null {
  const match = /^(-?\d{1,3}(?:,\d{3})+|-?\d+)(\.\d+)?\s*(万)?(元\S*)$/.exec(text);
  if (!match) return null;
  const yuan = parseRational(`${(match[1] ?? "").replaceAll(",", "")}${match[2] ?? ""}`);
  if (!yuan) return null;
  const fen = yuan.n * 100n * (match[3] ? 10_000n : 1n);
  if (fen % yuan.d !== 0n) return null;
  const value = fen / yuan.d;
  return value > SAFE || value < -SAFE ? null : { value, unit: match[4] ?? null };
}
