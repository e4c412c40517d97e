import type { Lang } from "@doudi/contract";
import { compileToSql, textLiteral, type Column, type Dialect } from "./backend/sql.js";
import { templateToSql } from "./backend/template.js";
import type { Case, Check } from "./policy.js";

/** SQL that is TRUE where a check finds something and FALSE everywhere else, as `evaluateCheck` finds it. */
export function hitCondition(check: Check, dialect: Dialect, column: Column): string {
  const when = `coalesce(${compileToSql(check.when, dialect, column)}, FALSE)`;
  if (check.unless === null) return when;
  return `(${when} AND NOT coalesce(${compileToSql(check.unless, dialect, column)}, FALSE))`;
}

/** SQL of the number of the case that applies (from 1), 0 where the check finds nothing. */
export function caseNumber(check: Check, dialect: Dialect, column: Column): string {
  const whens = check.cases.map((c, i) => (c.when === null ? `ELSE ${i + 1}` : `WHEN coalesce(${compileToSql(c.when, dialect, column)}, FALSE) THEN ${i + 1}`));
  const chosen = whens.length === 1 && whens[0]?.startsWith("ELSE") ? "1" : `CASE ${whens.join(" ")} END`;
  return `CAST(CASE WHEN ${hitCondition(check, dialect, column)} THEN ${chosen} ELSE 0 END AS SMALLINT)`;
}

/** SQL of the severity, given SQL of the number of the case; right where the check finds something. */
export function severitySql(check: Check, number: string): string {
  return byCase(check, number, (c) => textLiteral(c.severity));
}

/** SQL of the reason, likewise. */
export function reasonSql(check: Check, number: string, lang: Lang, dialect: Dialect, column: Column): string {
  return byCase(check, number, (c) => templateToSql(c.reason[lang], lang, dialect, column));
}

function byCase(check: Check, number: string, pick: (c: Case) => string): string {
  const [only] = check.cases;
  if (check.cases.length === 1 && only !== undefined) return pick(only);
  return `CASE ${number} ${check.cases.map((c, i) => `WHEN ${i + 1} THEN ${pick(c)}`).join(" ")} END`;
}
