import type { Dialect } from "../engine/dialect.js";
import { cleanText } from "./cleanText.js";
import type { Steps } from "./steps.js";

/** TRUE where a yyyymmdd integer is a day of the calendar, 1800 to 2199. */
export function isCalendarDay(dialect: Dialect, n: string): string {
  const year = dialect.intDiv(n, 10000);
  const month = `(${dialect.intDiv(n, 100)} % 100)`;
  const day = `(${n} % 100)`;
  // Nine days in ten are settled by the first branch. The long months without a list: DuckDB makes a join of a list of seven, and behind a join rows come in any order.
  return `(CASE WHEN ${n} NOT BETWEEN 18000101 AND 21991231 OR ${month} NOT BETWEEN 1 AND 12 OR ${day} = 0 THEN FALSE WHEN ${day} <= 28 THEN TRUE WHEN ${day} <= 30 AND ${month} <> 2 THEN TRUE WHEN ${day} = 31 THEN (${month} + ${dialect.intDiv(month, 8)}) % 2 = 1 ELSE ${day} = 29 AND ${month} = 2 AND ${year} % 4 = 0 AND (${year} % 100 <> 0 OR ${year} % 400 = 0) END)`;
}

/**
 * yyyymmdd (INTEGER) of a date text: 2020-03-31, 2020/3/31, 2020.3.31, 20200331, 2020年3月31日, each with or without a time
 * behind it, and Excel's serial day number. NULL for anything else, a month without a day included.
 */
export function standardiseDate(dialect: Dialect, text: string, out: string): Steps {
  const quick = `${out}_quick`;
  const folded = `${out}_text`;
  const number = `${out}_n`;
  const spelled = "^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})(日|号)?(T?[0-9]{1,2}:.*)?$";
  const part = (n: number): string => `CAST(regexp_replace(${folded}, '${spelled}', '\\${n}') AS INTEGER)`;
  return [
    [{ name: quick, sql: dialect.quickDate(text) }],
    [{ name: folded, sql: `CASE WHEN ${quick} IS NULL THEN ${cleanText(text)} END` }],
    [
      {
        name: number,
        sql: `CASE WHEN ${quick} IS NOT NULL THEN ${quick} WHEN ${dialect.matches(folded, "^[0-9]{8}$")} THEN CAST(${dialect.digits(folded)} AS INTEGER) WHEN ${dialect.matches(folded, spelled)} THEN ${part(1)} * 10000 + ${part(2)} * 100 + ${part(3)} WHEN ${dialect.matches(folded, "^[1-7][0-9]{4}([.]0+)?$")} THEN ${dialect.serialDate(`left(${folded}, 5)`)} END`,
      },
    ],
    [{ name: out, sql: `CASE WHEN ${isCalendarDay(dialect, number)} THEN ${number} END` }],
  ];
}
