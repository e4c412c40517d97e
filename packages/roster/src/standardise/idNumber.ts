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
 * The check (GB 11643, ISO 7064 MOD 11-2) is the sum of digit·2^place ≡ 1 (mod 11); with q_j = n div 10^j that sum is
 * n − 4·Σ 2^j·q_j, seventeen divisions and no text. 15 digits become 17 by 19yy (they carry no check digit).
 */
export function standardiseId(dialect: Dialect, text: string, out: string): Steps {
  const number = `${out}_n`;
  const quick = `${out}_quick`;
  const folded = `${out}_text`;
  const slow = `${out}_slow`;
  const cleanIsValid = `${number} >= 100000000000000000 AND ${number} % 1000 <> 0 AND ${bornOnCalendarDay(dialect, dialect.intDiv(number, 10))} AND (${digitSum(dialect, number)} + CASE WHEN ${number} % 10 = 0 THEN CASE right(${text}, 1) WHEN 'X' THEN 10 WHEN 'x' THEN 10 WHEN '0' THEN 0 END ELSE 0 END) % 11 = 1`;
  const first17 = dialect.digits(`left(${folded}, 17)`);
  const fifteen = `(${dialect.digits(folded)})`;
  const checkCharacter = `CASE WHEN right(${folded}, 1) = 'X' THEN 10 ELSE CAST(right(${folded}, 1) AS INTEGER) END`;
  const foldedIsValid = `${slow} IS NOT NULL AND ${bornOnCalendarDay(dialect, slow)} AND CASE WHEN length(${folded}) = 15 THEN TRUE ELSE (${digitSum(dialect, `(${slow} * 10)`)} + ${checkCharacter}) % 11 = 1 END`;
  const truncated = `${dialect.matches(folded, "^[0-9]{15}000$")} OR ${dialect.matches(folded, "^[0-9]([.][0-9]+)?E[+]?[0-9]{2}$")}`;
  return [
    [{ name: number, sql: dialect.cleanId(text) }],
    [{ name: quick, sql: `CASE WHEN ${cleanIsValid} THEN ${dialect.intDiv(number, 10)} END` }],
    [{ name: folded, sql: `CASE WHEN ${quick} IS NULL THEN ${cleanText(text)} END` }],
    [
      {
        name: slow,
        sql: `CASE WHEN ${dialect.matches(folded, "^[0-9]{17}[0-9X]$")} THEN ${first17} WHEN ${dialect.matches(folded, "^[0-9]{15}$")} THEN ${dialect.intDiv(fifteen, "1000000000")} * 100000000000 + 19000000000 + ${fifteen} % 1000000000 END`,
      },
    ],
    [{ name: out, sql: `CASE WHEN ${quick} IS NOT NULL THEN ${quick} WHEN ${foldedIsValid} THEN ${slow} END` }],
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

/** Σ digit·2^place of an 18-digit number, never negative. */
function digitSum(dialect: Dialect, n: string): string {
  const terms = Array.from({ length: 17 }, (_, j) => `${2 ** (j + 1)} * ${dialect.intDiv(n, powerOfTen(j + 1))}`);
  return `(${n} - 4 * (${terms.join(" + ")}))`;
}

function powerOfTen(exponent: number): string {
  return `1${"0".repeat(exponent)}`;
}

function bornOnCalendarDay(dialect: Dialect, first17: string): string {
  return isCalendarDay(dialect, birthOf(dialect, first17));
}
