/** What differs between the SQL of the two engines, and nothing else: everything here means the same on both. */
export interface Dialect {
  readonly name: "duckdb" | "postgres";
  /** Integer division of two integers, towards zero. */
  intDiv(a: string, b: string | number): string;
  /** TRUE where the text matches a pattern of the subset that RE2 and PostgreSQL share. */
  matches(text: string, pattern: string): string;
  /** The whole text as BIGINT, NULL where it is not 1 to 18 digits. */
  digits(text: string): string;
  /**
   * The 18 characters of a clean id as a number, with 0 for a check character that is no digit; NULL for any other text.
   * May let through a few texts in scientific notation, all of them multiples of 100: the caller sends those the slow way.
   */
  cleanId(text: string): string;
  /** A DATE from a checked yyyymmdd integer; NULL stays NULL. */
  dateOf(yyyymmdd: string): string;
  /** yyyymmdd of a text in a spelling that the engine reads by itself, NULL otherwise: a short cut that may always give NULL. */
  quickDate(text: string): string;
  /** yyyymmdd of an Excel serial day number (1900 date system, from 61 on). */
  serialDate(days: string): string;
  /** A text without blanks of any width at its ends. */
  trim(text: string): string;
  /** The narrowest integer type. */
  readonly tiny: string;
  /** What ends a nested SELECT so that its columns are computed once, not once for each use above it. */
  readonly once: string;
  /** Number of bytes of a text. */
  bytes(text: string): string;
  /** Joined texts of a group in an order; none of text and order may be NULL. */
  stringAgg(text: string, separator: string, orderBy: readonly string[]): string;
  /** A text compared by code point. */
  byCodePoint(text: string): string;
  /** The select list entry that carries the row order from one table to the next; "" where the engine keeps it by itself. */
  carryRowid(alias: string): string;
  /** A 64-bit number that is equal for equal texts, and for different ones almost never; NULL stays NULL. Differs by engine. */
  fingerprint(text: string): string;
  /** Lower-case hexadecimal SHA-256 of a text's UTF-8 bytes. */
  sha256(text: string): string;
}

export const DUCKDB: Dialect = {
  name: "duckdb",
  intDiv: (a, b) => `(${a} // ${b})`,
  matches: (text, pattern) => `regexp_matches(${text}, ${literal(pattern)})`,
  digits: (text) => `CASE WHEN regexp_full_match(${text}, '[0-9]{1,18}') THEN TRY_CAST(${text} AS BIGINT) END`,
  cleanId: (text) =>
    // A cast that fails takes far longer than one that succeeds.
    `CASE WHEN strlen(${text}) = 18 THEN CASE WHEN suffix(${text}, 'X') OR suffix(${text}, 'x') THEN TRY_CAST(left(${text}, 17) AS BIGINT) * 10 ELSE TRY_CAST(${text} AS BIGINT) END END`,
  dateOf: (n) => `CASE WHEN ${n} IS NOT NULL THEN make_date((${n} // 10000)::INTEGER, (${n} // 100 % 100)::INTEGER, (${n} % 100)::INTEGER) END`,
  quickDate: (text) =>
    `CASE WHEN strlen(${text}) = 10 AND substring(${text}, 5, 1) = '-' AND substring(${text}, 8, 1) = '-' THEN TRY_CAST(replace(${text}, '-', '') AS INTEGER) END`,
  serialDate: (days) => `CAST(strftime(DATE '1899-12-30' + CAST(${days} AS INTEGER), '%Y%m%d') AS INTEGER)`,
  trim: (text) => `trim(${text})`,
  tiny: "TINYINT",
  once: "",
  bytes: (text) => `strlen(${text})`,
  // An aggregate with an ORDER BY of its own takes three times as long over many small groups.
  stringAgg: (text, separator, orderBy) => `array_to_string(list_transform(list_sort(list(row(${[...orderBy, text].join(", ")}))), lambda r: r[${orderBy.length + 1}]), ${literal(separator)})`,
  byCodePoint: (text) => text,
  carryRowid: () => "",
  fingerprint: (text) => `CASE WHEN ${text} IS NOT NULL THEN hash(${text}) END`,
  sha256: (text) => `sha256(${text})`,
};

/** The blanks (Unicode Zs) that DuckDB's trim takes off; PostgreSQL's takes off none but U+0020 unless told. */
const BLANKS = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000";

export const POSTGRES: Dialect = {
  name: "postgres",
  intDiv: (a, b) => `(${a} / ${b})`,
  matches: (text, pattern) => `(${text} ~ ${literal(pattern)})`,
  digits: (text) => `CASE WHEN ${text} ~ '^[0-9]{1,18}$' THEN CAST(${text} AS BIGINT) END`,
  cleanId: (text) =>
    `CASE WHEN ${text} ~ '^[0-9]{17}[0-9Xx]$' THEN CAST(left(${text}, 17) AS BIGINT) * 10 + CASE WHEN right(${text}, 1) IN ('X', 'x') THEN 0 ELSE CAST(right(${text}, 1) AS INTEGER) END END`,
  dateOf: (n) => `CASE WHEN ${n} IS NOT NULL THEN make_date((${n} / 10000)::INTEGER, (${n} / 100 % 100)::INTEGER, (${n} % 100)::INTEGER) END`,
  quickDate: (text) => `CASE WHEN ${text} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN CAST(replace(${text}, '-', '') AS INTEGER) END`,
  serialDate: (days) => `CAST(to_char(DATE '1899-12-30' + CAST(${days} AS INTEGER), 'YYYYMMDD') AS INTEGER)`,
  trim: (text) => `btrim(${text}, ${literal(BLANKS)})`,
  tiny: "SMALLINT",
  once: " OFFSET 0",
  bytes: (text) => `octet_length(${text})`,
  stringAgg: (text, separator, orderBy) => `string_agg(${text}, ${literal(separator)} ORDER BY ${orderBy.join(", ")})`,
  byCodePoint: (text) => `${text} COLLATE "C"`,
  carryRowid: (alias) => `${alias}.rowid AS rowid, `,
  fingerprint: (text) => `hashtextextended(${text}, 0)`,
  sha256: (text) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`,
};

/** A text as an SQL string literal. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as a quoted SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
