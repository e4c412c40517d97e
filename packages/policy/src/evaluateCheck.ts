import type { Lang, Outcome, Severity } from "@doudi/contract";
import { evaluate } from "./backend/javascript.js";
import { compileToSql, type Column, type Dialect } from "./backend/sql.js";
import { templateToSql, templateToText } from "./backend/template.js";
import type { Check } from "./policy.js";
import type { FactSource } from "./value.js";

/** How a check comes out for one row: yes is a finding; unknown means that the rosters do not say. */
export interface CheckResult {
  readonly outcome: Outcome;
  /** Of the first case that applies; null unless the outcome is yes. */
  readonly severity: Severity | null;
  readonly reason: { readonly zh: string; readonly en: string } | null;
}

/** Runs a check on one row in JavaScript. An exception (`unless`) suppresses where it is true; where it is unknown it does not. */
export function evaluateCheck(check: Check, facts: FactSource): CheckResult {
  const when = evaluate(check.when, facts);
  const excepted = check.unless !== null && evaluate(check.unless, facts) === true;
  if (when === false || excepted) return { outcome: "no", severity: null, reason: null };
  if (when === null) return { outcome: "unknown", severity: null, reason: null };
  const found = check.cases.find((each) => each.when === null || evaluate(each.when, facts) === true);
  if (!found) throw new TypeError(`check ${check.id} has no last case`);
  const { zh, en } = found.reason;
  return { outcome: "yes", severity: found.severity, reason: { zh: templateToText(zh, "zh", facts), en: templateToText(en, "en", facts) } };
}

/** A check as SQL: `finding` is TRUE or FALSE and never NULL; `severity` and `reason` are texts, right where it is TRUE. */
export interface CheckSql {
  readonly finding: string;
  /** The same as `finding` for a WHERE clause: shorter, NULL where it is not known. */
  readonly where: string;
  readonly severity: string;
  readonly reason: string;
}

/** Compiles a check to SQL expressions that equal `evaluateCheck` on every row. */
export function checkToSql(check: Check, lang: Lang, dialect: Dialect, column: Column): CheckSql {
  const when = compileToSql(check.when, dialect, column);
  const where = check.unless === null ? when : `(${when} AND NOT COALESCE(${compileToSql(check.unless, dialect, column)}, FALSE))`;
  const choose = (result: (each: Check["cases"][number]) => string): string => {
    const branches = check.cases.filter((each) => each.when !== null).map((each) => (each.when ? `WHEN ${compileToSql(each.when, dialect, column)} THEN ${result(each)}` : ""));
    const last = check.cases.at(-1);
    const otherwise = last ? result(last) : "''";
    return branches.length === 0 ? otherwise : `(CASE ${branches.join(" ")} ELSE ${otherwise} END)`;
  };
  return {
    finding: `COALESCE(${where}, FALSE)`,
    where,
    severity: choose((each) => `'${each.severity}'`),
    reason: choose((each) => templateToSql(each.reason[lang], lang, dialect, column)),
  };
}
