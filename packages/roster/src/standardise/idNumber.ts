import type { Dialect } from "../engine/dialect.js";
import { cleanText } from "./cleanText.js";
import { isCalendarDay } from "./dateText.js";
import type { Steps } from "./steps.js";

/** How usable a row's id is. A row has one state: missing before truncated before invalid. */
export const ID_STATES = ["ok", "missing", "truncated", "invalid"] as const;

/**
 * Standardises the id text in integer arithmetic: a clean cell of 18 characters is cast once and checked by polynomial;
 * only what is left is folded (full width, spaces, lower case) and matched. Yields `<out>` (BIGINT, the first 17 digits,
 * NULL where not usable) and `<out>_state` (index into ID_STATES).
 *
 * The check (GB 11643, ISO 7064 MOD 11-2) is the sum of digit·2^place ≡ 1 (mod 11): see digitSum. 15 digits become 17 by
 * 19yy (they carry no check digit). What every row needs is a column of its own, because inside a CASE an engine picks
 * rows one by one; what hardly any row needs is inside a CASE.
 */
export function standardiseId(dialect: Dialect, text: string, out: string): Steps {
  const number = `${out}_n`;
  const sum = `${out}_sum`;
  const birth = `${out}_birth`;
  const quick = `${out}_quick`;
  const folded = `${out}_text`;
  const slow = `${out}_slow`;
  const lastOfClean = `CASE WHEN ${number} % 10 = 0 THEN CASE right(${text}, 1) WHEN 'X' THEN 10 WHEN 'x' THEN 10 WHEN '0' THEN 0 END ELSE 0 END`;
  const cleanIsValid = `${number} >= 100000000000000000 AND ${number} % 1000 <> 0 AND ${isCalendarDay(dialect, birth)} AND (${sum} + ${lastOfClean}) % 11 = 1`;
  const first17 = dialect.digits(`left(${folded}, 17)`);
  const fifteen = `(${dialect.digits(folded)})`;
  const checkCharacter = `CASE WHEN right(${folded}, 1) = 'X' THEN 10 ELSE CAST(right(${folded}, 1) AS INTEGER) END`;
  const foldedIsValid = `${slow} IS NOT NULL AND ${isCalendarDay(dialect, birthOf(dialect, slow))} AND CASE WHEN length(${folded}) = 15 THEN TRUE ELSE (${digitSum(dialect, `(${slow} * 10)`)} + ${checkCharacter}) % 11 = 1 END`;
  const truncated = `${dialect.matches(folded, "^[0-9]{15}000$")} OR ${dialect.matches(folded, "^[0-9]([.][0-9]+)?E[+]?[0-9]{2}$")}`;
  return [
    [{ name: number, sql: dialect.cleanId(text) }],
    [{ name: sum, sql: `${digitSum(dialect, number)} % 11` }, { name: birth, sql: birthOf(dialect, dialect.intDiv(number, 10)) }],
    [{ name: quick, sql: `CASE WHEN ${cleanIsValid} THEN ${dialect.intDiv(number, 10)} END` }],
    [{ name: folded, sql: `CASE WHEN ${quick} IS NULL THEN ${cleanText(text)} END` }],
    [
      {
        name: slow,
        sql: `CASE WHEN ${quick} IS NULL THEN CASE WHEN ${dialect.matches(folded, "^[0-9]{17}[0-9X]$")} THEN ${first17} WHEN ${dialect.matches(folded, "^[0-9]{15}$")} THEN ${dialect.intDiv(fifteen, "1000000000")} * 100000000000 + 19000000000 + ${fifteen} % 1000000000 END END`,
      },
    ],
    [{ name: out, sql: `coalesce(${quick}, CASE WHEN ${foldedIsValid} THEN ${slow} END)` }],
    [
      {
        name: `${out}_state`,
        sql: `CAST(CASE WHEN ${out} IS NOT NULL THEN 0 WHEN ${folded} IS NULL OR ${folded} = '' THEN 1 WHEN ${truncated} THEN 2 ELSE 3 END AS ${dialect.tiny})`,
      },
    ],
  ];
}

/** The eighteen characters of an id from its first 17 digits. */
export function idOf(dialect: Dialect, pid: string): string {
  const digit = `((12 - ${digitSum(dialect, `(${pid} * 10)`)} % 11) % 11)`;
  return `(CAST(${pid} AS VARCHAR) || CASE WHEN ${digit} = 10 THEN 'X' ELSE CAST(${digit} AS VARCHAR) END)`;
}

/** yyyymmdd of birth from the first 17 digits. */
export function birthOf(dialect: Dialect, pid: string): string {
  return `(${dialect.intDiv(pid, 1000)} % 100000000)`;
}

/** TRUE for a man: the last of the first 17 digits is odd. */
export function isMale(pid: string): string {
  return `(${pid} % 2 = 1)`;
}

/**
 * A number that is Σ digit·2^place modulo 11, of an 18-digit number; never negative. With q_j = n div 10^j the sum is
 * n − 8·Σ 2^(j−1)·q_j: divisions and no text. The factors of the q_j are taken modulo 11, from −5 to 5, and the q_j of one
 * factor added before they are multiplied.
 */
function digitSum(dialect: Dialect, n: string): string {
  const groups = Array.from({ length: 5 }, () => ({ plus: [] as string[], minus: [] as string[] }));
  for (let j = 1; j <= 17; j += 1) {
    const factor = 11 - (2 ** (j + 2) % 11);
    const group = groups[Math.min(factor, 11 - factor) - 1];
    group?.[factor <= 5 ? "plus" : "minus"].push(dialect.intDiv(n, powerOfTen(j)));
  }
  return `(${[n, ...groups.map(({ plus, minus }, i) => `${i + 1} * (${[plus.join(" + "), ...minus].join(" - ")})`)].join(" + ")})`;
}

function powerOfTen(exponent: number): string {
  return `1${"0".repeat(exponent)}`;
}
