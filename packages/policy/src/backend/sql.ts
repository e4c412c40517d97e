import { isNumeric, isYesNo } from "../type.js";
import { bigAbs, commonMeasure, divisionMeasure, measure } from "./measure.js";
import { testOf } from "./testOf.js";
import { RATE_FACT_SCALE, type Value } from "../value.js";
import type { Expr } from "../ir.js";
import type { Rounding } from "../rational.js";
import type { Type } from "../type.js";

export const DIALECTS = ["duckdb", "postgres"] as const;
export type Dialect = (typeof DIALECTS)[number];

/**
 * The SQL that stands for a fact: a column, or any expression, of the fact's type: BOOLEAN; an integer type for integer
 * and money (fen); DATE; text for text and enums (the value's id); for a rate a number with at most six decimals.
 */
export type Column = (factId: string, member: boolean) => string;

/** BIGINT where the bound allows it; the wide type holds `NUMBER_MAX`. */
type Width = "bigint" | "wide";
const BIGINT_MAX = 2n ** 62n;
/** Twice a numerator and a divisor of this size still fit 64 bits. */
const SMALL = 2n ** 60n;

/**
 * SQL for an expression of a resolved policy, bracketed so that it can stand anywhere; NULL is unknown. It equals
 * `compileToJs` on every row. A boolean gives BOOLEAN, a date DATE, text and enums text, integer and rounded money an
 * integer; any other number the integer count of 1/`denominatorOf(expr)`.
 */
export function compileToSql(expr: Expr, dialect: Dialect, column: Column): string {
  return new SqlWriter(dialect, column).write(expr);
}

/** What the SQL of a rate or an unrounded amount counts: a result of 5 with a denominator of 100 means 0.05. */
export function denominatorOf(expr: Expr): bigint {
  return measure(expr).d;
}

/**
 * SQL that already holds the value of an expression, null where there is none: of a number its count of
 * 1/`denominatorOf`, as `compileToSql` gives it.
 */
export type Stored = (expr: Expr) => string | null;

export class SqlWriter {
  constructor(
    private readonly dialect: Dialect,
    private readonly column: Column,
    private readonly stored: Stored | null = null,
  ) {}

  write(expr: Expr): string {
    const stored = this.stored?.(expr) ?? null;
    if (stored !== null) return stored;
    if (isNumeric(expr.type)) return this.number(expr, measure(expr).d, widthFor(measure(expr).max));
    switch (expr.kind) {
      case "literal":
        return this.literal(expr.type, expr.value);
      case "parameter":
        return expr.value === null ? this.unknown(expr.type) : this.literal(expr.type, expr.value);
      case "fact":
        return this.column(expr.id, expr.member);
      case "rule":
        return expr.body ? this.write(expr.body) : this.unknown(expr.type);
      case "not":
        return expr.arg.kind === "known" ? this.known(expr.arg, "IS NULL") : `(NOT ${this.write(expr.arg)})`;
      case "logic":
        return this.test(expr) ?? `(${expr.args.map((arg) => this.write(arg)).join(expr.op === "and" ? " AND " : " OR ")})`;
      case "compare":
        return this.compare(expr);
      case "same":
        return `(${this.write(expr.left)} IS NOT DISTINCT FROM ${this.write(expr.right)})`;
      case "choose":
        return this.choose(expr, (part) => this.write(part));
      case "known":
        return this.known(expr, "IS NOT NULL");
      case "extreme":
        return this.extreme(expr, (part) => this.write(part));
      case "shift":
        return this.shift(expr);
      case "members":
        return this.members(expr);
      case "arithmetic":
      case "divide":
      case "elapsed":
        throw new TypeError(`${expr.kind} is a number`);
    }
  }

  private known({ arg }: Expr & { kind: "known" }, test: "IS NULL" | "IS NOT NULL"): string {
    return `(${arg.kind === "fact" ? this.column(arg.id, arg.member) : this.write(arg)} ${test})`;
  }

  /** Engines answer `x IS TRUE` faster than its parts. */
  private test(expr: Expr & { kind: "logic" }): string | null {
    const test = testOf(expr);
    return test && `(${this.write(test.arg)} IS ${test.is ? "TRUE" : "FALSE"})`;
  }

  private compare(expr: Expr & { kind: "compare" }): string {
    const op = expr.op === "!=" ? "<>" : expr.op;
    if (!isNumeric(expr.left.type)) return `(${this.write(expr.left)} ${op} ${this.write(expr.right)})`;
    const plain = [expr.left, expr.right].every((side) => isPlain(side));
    if (plain) return `(${this.plain(expr.left)} ${op} ${this.plain(expr.right)})`;
    const common = commonMeasure([expr.left, expr.right]);
    const width = widthFor(common.max);
    return `(${this.number(expr.left, common.d, width)} ${op} ${this.number(expr.right, common.d, width)})`;
  }

  /** A whole number that is compared as it stands, without a cast that would hide a column from the engine's statistics. */
  private plain(expr: Expr): string {
    if (expr.kind === "fact") return this.column(expr.id, expr.member);
    if (expr.kind === "rule" && expr.body) return this.plain(expr.body);
    if ((expr.kind === "literal" || expr.kind === "parameter") && typeof expr.value === "bigint") return signed(expr.value);
    return this.unknown(expr.type);
  }

  /** The expression's numerator over the denominator `d`, in the width. */
  private number(expr: Expr, d: bigint, width: Width): string {
    const own = measure(expr);
    const factor = d / own.d;
    if (expr.kind === "literal" || expr.kind === "parameter") {
      return expr.value === null ? this.cast("NULL", width) : this.cast(signed(numerator(expr.value) * factor), width);
    }
    const inner = this.numerator(expr, width);
    return factor === 1n ? inner : `(${inner} * ${this.cast(String(factor), width)})`;
  }

  private numerator(expr: Expr, requested: Width): string {
    const stored = this.stored?.(expr) ?? null;
    if (stored !== null) return this.narrow(stored, widthFor(measure(expr).max), requested);
    switch (expr.kind) {
      case "fact":
        return this.factNumber(expr, requested);
      case "rule":
        return expr.body ? this.number(expr.body, measure(expr).d, requested) : this.cast("NULL", requested);
      case "arithmetic": {
        const own = measure(expr);
        const width = requested === "wide" ? requested : widthFor(own.max);
        const [leftD, rightD] = expr.op === "*" ? [measure(expr.left).d, measure(expr.right).d] : [own.d, own.d];
        return this.narrow(`(${this.number(expr.left, leftD, width)} ${expr.op} ${this.number(expr.right, rightD, width)})`, width, requested);
      }
      case "divide":
        return this.divide(expr, requested);
      case "choose":
        return this.choose(expr, (part) => this.number(part, measure(expr).d, requested));
      case "extreme":
        return this.extreme(expr, (part) => this.number(part, measure(expr).d, requested));
      case "elapsed":
        return this.cast(this.elapsed(expr), requested);
      case "members":
        return this.cast(this.members(expr), requested);
      case "shift":
      case "literal":
      case "parameter":
      case "not":
      case "logic":
      case "compare":
      case "same":
      case "known":
        throw new TypeError(`${expr.kind} has no numerator here`);
    }
  }

  private factNumber(expr: Expr & { kind: "fact" }, width: Width): string {
    const column = this.column(expr.id, expr.member);
    if (expr.type.kind !== "rate") return this.cast(column, width);
    // Through DECIMAL first: a float times a million need not be a whole number.
    return this.cast(`(CAST(${column} AS DECIMAL(18, 6)) * ${RATE_FACT_SCALE})`, width);
  }

  /** Rounds magnitudes and puts the sign back, since engines differ on the quotient of a negative number. */
  private divide(expr: Expr & { kind: "divide" }, requested: Width): string {
    const division = divisionMeasure(expr);
    const width = requested === "wide" ? requested : widthFor(division.max);
    const [left, right] = [measure(expr.left), measure(expr.right)];
    const n = scaled(this.number(expr.left, left.d, width), this.cast(String(division.leftFactor), width), division.leftFactor);
    const d = scaled(this.number(expr.right, right.d, width), this.cast(String(division.rightFactor), width), division.rightFactor);
    const constant = isConstant(expr.right) ? numerator(expr.right.value ?? 0n) * division.rightFactor : null;
    const result = (quotient: string): string => (division.unit === 1n ? quotient : `(${quotient} * ${this.cast(String(division.unit), width)})`);
    if (this.stored && width === "wide" && this.dialect === "duckdb" && expr.rounding === "half_up") return this.narrow(result(this.mostlySmall(n, d, constant)), width, requested);
    return this.narrow(result(this.signedQuotient(n, d, constant, expr.rounding, width)), width, requested);
  }

  /** DuckDB divides 128-bit integers many times slower than those that nearly all numbers fit into. Long, so only where operands are columns. */
  private mostlySmall(n: string, d: string, constant: bigint | null): string {
    const small = [n, ...(constant === null ? [d] : [])].map((sql) => `${sql} BETWEEN -${SMALL} AND ${SMALL}`).join(" AND ");
    if (constant !== null && bigAbs(constant) > SMALL) return this.signedQuotient(n, d, constant, "half_up", "wide");
    const narrow = this.signedQuotient(this.cast(n, "bigint"), this.cast(d, "bigint"), constant, "half_up", "bigint");
    return `(CASE WHEN ${small} THEN ${this.cast(narrow, "wide")} ELSE ${this.signedQuotient(n, d, constant, "half_up", "wide")} END)`;
  }

  private signedQuotient(n: string, d: string, constant: bigint | null, rounding: Rounding, width: Width): string {
    const divisor = constant !== null && constant !== 0n ? this.cast(String(bigAbs(constant)), width) : `NULLIF(abs(${d}), ${this.cast("0", width)})`;
    const magnitude = this.roundedQuotient(`abs(${n})`, divisor, rounding, width);
    const negative = constant === null ? `((${n} < 0) <> (${d} < 0))` : constant < 0n ? `(${n} > 0)` : `(${n} < 0)`;
    return `(CASE WHEN ${negative} THEN -${magnitude} ELSE ${magnitude} END)`;
  }

  private roundedQuotient(n: string, d: string, rounding: Rounding, width: Width): string {
    if (rounding === "down") return this.quotient(n, d, width);
    if (rounding === "up") return this.quotient(`(${n} + ${d} - 1)`, d, width);
    return this.quotient(`(2 * ${n} + ${d})`, `(2 * ${d})`, width);
  }

  private quotient(n: string, d: string, width: Width): string {
    if (this.dialect === "duckdb") return `(${n} // ${d})`;
    return width === "wide" ? `div(${n}, ${d})` : `(${n} / ${d})`;
  }

  private choose(expr: Expr & { kind: "choose" }, part: (expr: Expr) => string): string {
    const condition = this.write(expr.condition);
    if (expr.condition.kind !== "known") return `(CASE WHEN ${condition} THEN ${part(expr.consequent)} WHEN NOT ${condition} THEN ${part(expr.alternative)} END)`;
    if (expr.condition.arg === expr.consequent) return `COALESCE(${part(expr.consequent)}, ${part(expr.alternative)})`;
    return `(CASE WHEN ${condition} THEN ${part(expr.consequent)} ELSE ${part(expr.alternative)} END)`;
  }

  /** least and greatest pass over NULL in both engines; an unknown argument must make the result unknown. */
  private extreme(expr: Expr & { kind: "extreme" }, part: (expr: Expr) => string): string {
    const args = expr.args.map(part);
    const [first, second] = expr.args;
    // One against a constant, as in `max(x, 0)`: a comparison is enough.
    if (first && second && expr.args.length === 2 && isConstant(second)) return `(CASE WHEN ${args[0]} ${expr.fn === "min" ? ">" : "<"} ${args[1]} THEN ${args[1]} ELSE ${args[0]} END)`;
    const known = args.map((arg) => `${arg} IS NOT NULL`).join(" AND ");
    return `(CASE WHEN ${known} THEN ${expr.fn === "min" ? "least" : "greatest"}(${args.join(", ")}) END)`;
  }

  private elapsed(expr: Expr & { kind: "elapsed" }): string {
    const [from, to] = [this.write(expr.from), this.write(expr.to)];
    if (expr.unit === "days") return `(${to} - ${from})`;
    const field = (name: string, date: string): string => `CAST(extract(${name} FROM ${date}) AS BIGINT)`;
    const dayOfYear = (date: string): string => `(${field("month", date)} * 100 + ${field("day", date)})`;
    return `(${field("year", to)} - ${field("year", from)} - CASE WHEN ${dayOfYear(to)} < ${dayOfYear(from)} THEN 1 ELSE 0 END)`;
  }

  /** Engines raise an error for a date they cannot hold, so the range is asked for first. */
  private shift(expr: Expr & { kind: "shift" }): string {
    const from = this.write(expr.from);
    const width = widthFor(measure(expr.months).max * 2n);
    const months = this.number(expr.months, 1n, width);
    const field = (name: string): string => this.cast(`extract(${name} FROM ${from})`, width);
    const count = `(${field("year")} * 12 + ${field("month")} - 1 + ${months})`;
    // Clamped, for PostgreSQL works out constants even in a branch that is not taken.
    const near = `CAST(least(greatest(${months}, -120000), 120000) AS INTEGER)`;
    const later = this.dialect === "duckdb" ? `${from} + to_months(${near})` : `${from} + make_interval(months => ${near})`;
    return `(CASE WHEN ${count} >= 12 AND ${count} < 120000 THEN CAST(${later} AS DATE) END)`;
  }

  private members(expr: Expr & { kind: "members" }): string {
    throw new TypeError(`${expr.fn} over members is not written here`);
  }

  private narrow(sql: string, width: Width, requested: Width): string {
    return width === requested ? sql : this.cast(sql, requested);
  }

  private cast(sql: string, width: Width): string {
    return `CAST(${sql} AS ${width === "bigint" ? "BIGINT" : this.dialect === "duckdb" ? "HUGEINT" : "NUMERIC(40, 0)"})`;
  }

  private literal(type: Type, value: Value): string {
    if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
    if (typeof value === "string") return type.kind === "date" ? `DATE ${textLiteral(value)}` : textLiteral(value);
    throw new TypeError("a number is written by number()");
  }

  private unknown(type: Type): string {
    if (isYesNo(type)) return "CAST(NULL AS BOOLEAN)";
    if (type.kind === "date") return "CAST(NULL AS DATE)";
    return isNumeric(type) ? "CAST(NULL AS BIGINT)" : "CAST(NULL AS TEXT)";
  }
}

function isConstant(expr: Expr): expr is Expr & { kind: "literal" | "parameter" } {
  return expr.kind === "literal" || (expr.kind === "parameter" && expr.value !== null);
}

function widthFor(max: bigint): Width {
  return max <= BIGINT_MAX ? "bigint" : "wide";
}

function isPlain(expr: Expr): boolean {
  if (expr.type.kind === "rate" || (expr.type.kind === "money" && !expr.type.rounded)) return false;
  if (expr.kind === "rule") return expr.body === null || isPlain(expr.body);
  return expr.kind === "fact" || expr.kind === "literal" || expr.kind === "parameter";
}

function numerator(value: Value): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "object") return value.n;
  throw new TypeError("not a number");
}

function signed(value: bigint): string {
  return value < 0n ? `(${value})` : String(value);
}

function scaled(sql: string, factorSql: string, factor: bigint): string {
  return factor === 1n ? sql : `(${sql} * ${factorSql})`;
}

/** A text as an SQL literal. Both dialects take backslashes as they are. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
