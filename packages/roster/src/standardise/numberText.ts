import type { Dialect } from "../engine/dialect.js";
import { literal } from "../engine/dialect.js";
import { cleanText } from "./cleanText.js";
import type { Steps } from "./steps.js";

/** Fen in a unit of money. */
const FEN: Readonly<Record<string, number>> = { 分: 1, 角: 10, 元: 100, 千元: 100_000, 万元: 1_000_000, 百万元: 100_000_000, 亿元: 10_000_000_000 };

/** What one cell can hold, ninety trillion yuan: numbers of this size stay exact in every engine and in JavaScript. */
const MOST_FEN = "9000000000000000";

/** Fen (BIGINT) of an amount in `unit` (yuan where it is null): thousands commas, 元, ¥ and 万 behind it are understood; NULL for anything else. */
export function standardiseMoney(dialect: Dialect, text: string, unit: string | null, out: string): Steps {
  const quick = `${out}_quick`;
  const folded = `${out}_text`;
  const bare = `${out}_bare`;
  const exact = `${out}_exact`;
  const fen = FEN[unit ?? "元"] ?? 100;
  const scale = unit === "万元" ? String(fen) : `CASE WHEN ${folded} LIKE '%万' THEN 1000000 ELSE ${fen} END`;
  // Nearly every amount is plain digits: folding and wide decimals cost ten times as much as this.
  const plain = fen === 100 ? `CASE WHEN ${dialect.matches(text, "^[0-9]{1,13}([.][0-9]{1,2})?$")} THEN CAST(CAST(${text} AS DECIMAL(15, 2)) * 100 AS BIGINT) END` : "CAST(NULL AS BIGINT)";
  return [
    [{ name: quick, sql: plain }],
    [{ name: folded, sql: `CASE WHEN ${quick} IS NULL THEN translate(${cleanText(text)}, ${literal("¥¥元,圆")}, '') END` }],
    [{ name: bare, sql: `replace(${folded}, '万', '')` }],
    [{ name: exact, sql: `CASE WHEN ${dialect.matches(bare, "^-?[0-9]{1,13}([.][0-9]{1,6})?$")} THEN round(CAST(${bare} AS DECIMAL(22, 6)) * ${scale}) END` }],
    // An account number in a column of 亿元 is no amount, and no reason to stop.
    [{ name: out, sql: `CASE WHEN ${quick} IS NOT NULL THEN ${quick} WHEN ${exact} BETWEEN -${MOST_FEN} AND ${MOST_FEN} THEN CAST(${exact} AS BIGINT) END` }],
  ];
}

/** A count (INTEGER) of up to nine digits; a unit such as 人 or 套 behind it is understood. */
export function standardiseInteger(dialect: Dialect, text: string, out: string): Steps {
  const folded = `${out}_text`;
  return [
    [{ name: folded, sql: `translate(${cleanText(text)}, '人口名个套处辆户级等', '')` }],
    [{ name: out, sql: `CASE WHEN ${dialect.matches(folded, "^[0-9]{1,9}([.]0+)?$")} THEN CAST(CAST(${folded} AS DECIMAL(18, 6)) AS INTEGER) END` }],
  ];
}
