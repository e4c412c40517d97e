import type { Lang } from "@doudi/contract";
import { FALSE_TEXT, formatValue, RATE_DECIMALS, TRUE_TEXT, UNKNOWN, YUAN } from "../format.js";
import { compileToJs } from "./javascript.js";
import { denominatorOf, SqlWriter, textLiteral, type Column, type Dialect } from "./sql.js";
import type { FactSource } from "../value.js";
import type { Expr } from "../ir.js";

/** A sentence with values in it: texts, and facts, parameters or rules to be formatted. `unit` is the parameter's. */
export type Template = readonly (string | { readonly expr: Expr; readonly unit: string | null })[];

/** The sentence for one row. An unknown value reads 不详 or unknown. */
export function templateToText(template: Template, lang: Lang, facts: FactSource): string {
  return template.map((part) => (typeof part === "string" ? part : formatValue(part.expr.type, compileToJs(part.expr)(facts), lang, part.unit))).join("");
}

/** The same sentence as an SQL text expression, bracketed, never NULL. */
export function templateToSql(template: Template, lang: Lang, dialect: Dialect, column: Column): string {
  const parts = joined(template, lang).map((part) => (typeof part === "string" ? textLiteral(part) : formatSql(part, lang, dialect, column)));
  return parts.length === 0 ? "''" : `(${parts.join(" || ")})`;
}

/** Parameters are the same in every row: they become text here, joined with the text beside them. */
function joined(template: Template, lang: Lang): (string | Expr)[] {
  const parts: (string | Expr)[] = [];
  for (const part of template) {
    const text = typeof part === "string" ? part : part.expr.kind === "parameter" ? formatValue(part.expr.type, part.expr.value, lang, part.unit) : null;
    const last = parts.at(-1);
    if (text === null) {
      if (typeof part !== "string") parts.push(part.expr);
    } else if (typeof last === "string") parts[parts.length - 1] = last + text;
    else parts.push(text);
  }
  return parts.filter((part) => part !== "");
}

function formatSql(expr: Expr, lang: Lang, dialect: Dialect, column: Column): string {
  const sql = new SqlWriter(dialect, column).write(expr);
  return `COALESCE(${knownSql(expr, sql, lang, dialect)}, ${textLiteral(UNKNOWN[lang])})`;
}

function knownSql(expr: Expr, sql: string, lang: Lang, dialect: Dialect): string {
  const { type } = expr;
  switch (type.kind) {
    case "boolean":
    case "members":
      return `CASE WHEN ${sql} THEN ${textLiteral(TRUE_TEXT[lang])} WHEN NOT ${sql} THEN ${textLiteral(FALSE_TEXT[lang])} END`;
    case "integer":
    case "date":
      return `CAST(${sql} AS TEXT)`;
    case "text":
      return sql;
    case "enum": {
      const names = type.values.map((value) => `WHEN ${textLiteral(value.id)} THEN ${textLiteral(value.name[lang])}`);
      return `CASE ${sql} ${names.join(" ")} ELSE ${sql} END`;
    }
    case "money":
      return `(${sign(sql)} || ${grouped(quotient(`abs(${sql})`, 100n, dialect), dialect)} || '.' || lpad(CAST(abs(${sql}) % 100 AS TEXT), 2, '0') || ${textLiteral(YUAN[lang])})`;
    case "rate":
      return rateSql(sql, denominatorOf(expr), dialect);
  }
}

function rateSql(sql: string, d: bigint, dialect: Dialect): string {
  const power = 10n ** BigInt(RATE_DECIMALS);
  const wide = `CAST(${sql} AS ${dialect === "duckdb" ? "HUGEINT" : "NUMERIC(40, 0)"})`;
  const scaled = quotient(`(2 * abs(${wide}) * ${power} + ${d})`, 2n * d, dialect, true);
  const whole = quotient(scaled, power, dialect, true);
  const decimals = `lpad(CAST(${scaled} % ${power} AS TEXT), ${RATE_DECIMALS}, '0')`;
  return `(CASE WHEN ${sql} < 0 AND ${scaled} > 0 THEN '-' ELSE '' END || rtrim(rtrim(CAST(${whole} AS TEXT) || '.' || ${decimals}, '0'), '.'))`;
}

function sign(sql: string): string {
  return `CASE WHEN ${sql} < 0 THEN '-' ELSE '' END`;
}

function quotient(n: string, d: bigint, dialect: Dialect, wide = false): string {
  if (dialect === "duckdb") return `(${n} // ${d})`;
  return wide ? `div(${n}, ${d})` : `(${n} / ${d})`;
}

function grouped(sql: string, dialect: Dialect): string {
  return dialect === "duckdb" ? `format('{:,}', CAST(${sql} AS BIGINT))` : `to_char(${sql}, 'FM999,999,999,999,999,999,990')`;
}
