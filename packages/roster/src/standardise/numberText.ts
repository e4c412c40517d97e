import type { Dialect } from "../engine/dialect.js";
import { literal } from "../engine/dialect.js";
import { cleanText } from "./cleanText.js";
import type { Steps } from "./steps.js";

/** Fen (BIGINT) of an amount in yuan: thousands commas, 元, ¥ and 万 (in the cell or the header) are understood; NULL for anything else. */
export function standardiseMoney(dialect: Dialect, text: string, header: string, out: string): Steps {
  const folded = `${out}_text`;
  const bare = `${out}_bare`;
  const scale = header.includes("万元") ? "1000000" : `CASE WHEN ${folded} LIKE '%万' THEN 1000000 ELSE 100 END`;
  return [
    [{ name: folded, sql: `translate(${cleanText(text)}, ${literal("¥¥元,圆")}, '')` }],
    [{ name: bare, sql: `replace(${folded}, '万', '')` }],
    [{ name: out, sql: `CASE WHEN ${dialect.matches(bare, "^-?[0-9]{1,13}([.][0-9]{1,6})?$")} THEN CAST(round(CAST(${bare} AS DECIMAL(22, 6)) * ${scale}) AS BIGINT) END` }],
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
