import type { RosterKind } from "@doudi/contract";
import { type Dialect, identifier, literal } from "../engine/dialect.js";
import type { ColumnType } from "../files/kinds.js";
import { trimmed } from "./cleanText.js";
import { standardiseDate } from "./dateText.js";
import { birthOf, isMale, standardiseId } from "./idNumber.js";
import { standardiseInteger, standardiseMoney } from "./numberText.js";
import { nested, type Steps } from "./steps.js";

/** A standard column as the kinds' data describe it. */
export interface RosterColumn {
  id: string;
  type: ColumnType;
  /** Codes of an enum (true and false for a boolean), in the order of their numbers in the table: the first is 1. */
  codes: readonly string[];
}

/** The number that stands for a value outside the vocabulary; NULL stands for an empty cell. */
export const UNRECOGNISED = -1;

/** Raw texts of a column by the number of their code. */
export type Dictionary = ReadonlyMap<string, number>;

/** A standard column as a source has it: under which header, and in which unit of money (元, 万元, 分; null where none is named). */
export interface PresentColumn {
  column: RosterColumn;
  header: string;
  unit: string | null;
}

/** What a standardised table is made from: the columns that were found, and the vocabulary of the coded ones. */
export interface RosterTablePlan {
  kind: RosterKind;
  /** The columns present in the source and wanted, by id, with the header each had. */
  columns: ReadonlyMap<string, PresentColumn>;
  dictionaries: ReadonlyMap<string, Dictionary>;
  /** The texts are known to have no blanks at their ends, and NULL for empty: they go through as they are. */
  bare: boolean;
}

/** Name of the standardised rows of a kind: a view of `storeOf(kind)` with every column in its place. */
export function tableOf(kind: RosterKind): string {
  return `std_${kind}`;
}

/**
 * Name of the table that stores them. Millions of rows have none of the texts that only a row without a usable id needs
 * (its id as written, what opens the line), so those are packed behind its name instead of having columns of their own.
 */
export function storeOf(kind: RosterKind): string {
  return `tab_${kind}`;
}

const PACKED = ["name", "id_raw", "lead"] as const;
const SEPARATOR = "chr(31)";

/** The columns of a standardising SELECT as they are stored. */
function packed(columns: readonly Column[]): Column[] {
  const sql = new Map(columns.map((column) => [column.name, column.sql]));
  const parts = PACKED.map((name) => `coalesce(replace(${sql.get(name) ?? "NULL"}, ${SEPARATOR}, ''), '')`);
  return columns.flatMap((column) => {
    if (column.name === "name") return [{ name: "name", sql: `CASE WHEN s.pid IS NULL THEN ${parts.join(` || ${SEPARATOR} || `)} ELSE ${column.sql} END` }];
    return PACKED.some((name) => name === column.name) ? [] : [column];
  });
}

/** The SELECT that puts stored columns back in their places. `numbered`: source and row number of each row are among them. */
export function unpackingSelect(stored: string, columns: readonly string[], numbered: boolean): string {
  const unpacked = PACKED.map((name, i) => `CASE WHEN pid IS NULL THEN NULLIF(split_part(name, ${SEPARATOR}, ${i + 1}), '')${name === "name" ? " ELSE name" : ""} END AS ${name}`);
  const numbers = numbered ? ["src", "row_no"] : ["CAST(0 AS SMALLINT) AS src", "CAST(NULL AS INTEGER) AS row_no"];
  const others = columns.filter((name) => !["rowid", "src", "row_no", ...PACKED].includes(name));
  return `SELECT ${["rowid", ...numbers, ...unpacked, ...others].join(", ")} FROM ${stored}`;
}

/** A column of a select list. */
export interface Column {
  name: string;
  sql: string;
}

/** The columns of the standardised table that a standard column of the roster becomes. */
export function tableColumns(column: string): string[] {
  switch (column) {
    case "id_number":
      return ["pid"];
    case "head_id":
      return ["head_pid"];
    case "sex":
      return ["row_sex"];
    case "birth_date":
      return ["row_birth"];
    case "certificate":
      return ["cert_state", "cert_raw", "cert_category", "cert_grade"];
    default:
      return [column];
  }
}

/** Columns that the table always has; those without a source are NULL. */
const FIXED: readonly { name: string; type: string }[] = [
  { name: "pid", type: "BIGINT" },
  { name: "id_state", type: "SMALLINT" },
  { name: "id_raw", type: "VARCHAR" },
  { name: "name", type: "VARCHAR" },
  { name: "household_no", type: "VARCHAR" },
  { name: "township", type: "VARCHAR" },
  { name: "village", type: "VARCHAR" },
];

/**
 * The SELECT that standardises the rows of one source: typed columns in place of texts.
 *
 * pid is the first 17 digits of a usable id, id_raw the text of an unusable one. row_sex (1 man, 2 woman) and row_birth
 * (yyyymmdd) are kept only where they differ from the id or there is none to compare with; that is all anybody asks of
 * them, and ten million rows of them are not free.
 *
 * @param from a relation with a text column for each of the plan's columns
 * @param extra columns put first (row order, source)
 */
export function standardisingSelect(dialect: Dialect, plan: RosterTablePlan, from: string, extra: readonly Column[]): { sql: string; columns: string[] } {
  const has = (id: string): boolean => plan.columns.has(id);
  const text = (id: string): string => (plan.bare ? `s.${id}` : trimmed(dialect, `s.${id}`));
  const steps: Steps[] = [];
  const out: Column[] = [...extra];

  const idText = has("id_number") ? "id_number" : has("certificate") ? "cert_id" : null;
  const base = has("certificate") ? `(SELECT *, left(${certificateText(dialect)}, 18) AS cert_id, ${certificateText(dialect)} AS cert_text FROM ${from} AS raw${dialect.once})` : from;
  steps.push(idText === null ? [[{ name: "pid", sql: "CAST(NULL AS BIGINT)" }, { name: "pid_state", sql: `CAST(1 AS ${dialect.tiny})` }]] : standardiseId(dialect, idText, "pid"));
  if (has("certificate")) steps.push(standardiseId(dialect, "cert_id", "cert_pid"));
  if (has("head_id")) steps.push(standardiseId(dialect, "head_id", "head_pid"));
  for (const [id, { column, unit }] of plan.columns) {
    if (column.type === "date") steps.push(standardiseDate(dialect, id, `${id}_std`));
    if (column.type === "money") steps.push(standardiseMoney(dialect, id, unit, `${id}_std`));
    if (column.type === "integer") steps.push(standardiseInteger(dialect, id, `${id}_std`));
    if (column.type === "enum" || column.type === "boolean") steps.push([[{ name: `${id}_std`, sql: coded(dialect, id, plan.dictionaries.get(id) ?? new Map(), plan.bare) }]]);
  }

  const fixed: Record<string, string> = {
    pid: "s.pid",
    id_state: "s.pid_state",
    id_raw: idText === null ? "CAST(NULL AS VARCHAR)" : `CASE WHEN s.pid IS NULL THEN s.${idText} END`,
  };
  for (const { name, type } of FIXED) out.push({ name, sql: fixed[name] ?? (has(name) ? text(name) : `CAST(NULL AS ${type})`) });
  if (has("head_id")) out.push({ name: "head_pid", sql: "s.head_pid" });
  if (has("certificate")) out.push(...certificateColumns(dialect, has("id_number")));

  const taken = new Set([...FIXED.map(({ name }) => name), "id_number", "head_id", "certificate"]);
  for (const [id, { column }] of plan.columns) {
    if (taken.has(id)) continue;
    if (id === "sex") out.push({ name: "row_sex", sql: `CASE WHEN s.pid IS NULL OR (s.sex_std = 1) <> ${isMale("s.pid")} THEN s.sex_std END` });
    else if (id === "birth_date") out.push({ name: "row_birth", sql: `CASE WHEN s.pid IS NULL OR s.birth_date_std <> ${birthOf(dialect, "s.pid")} THEN s.birth_date_std END` });
    else out.push({ name: id, sql: column.type === "text" || column.type === "name" || column.type === "id" ? text(id) : `s.${id}_std` });
  }
  const stored = packed(out);
  return { sql: `SELECT ${stored.map(({ name, sql }) => `${sql} AS ${name}`).join(", ")} FROM ${nested(dialect, base, steps)} AS s`, columns: out.map(({ name }) => name) };
}

function certificateText(dialect: Dialect): string {
  return `replace(${dialect.trim("certificate")}, ' ', '')`;
}

/** cert_state (0 ok, 1 missing, 2 malformed, 3 differs from the id), cert_raw where it is not ok, and category and grade by the certificate. */
function certificateColumns(dialect: Dialect, withId: boolean): Column[] {
  const wellFormed = `s.cert_pid IS NOT NULL AND ${dialect.matches("s.cert_text", "^[0-9]{17}[0-9Xx][1-7][1-4][0-9A-Za-z]*$")}`;
  const differs = withId ? "s.pid IS NOT NULL AND s.cert_pid <> s.pid" : "FALSE";
  const state = `CASE WHEN s.cert_text IS NULL OR s.cert_text = '' THEN 1 WHEN NOT (${wellFormed}) THEN 2 WHEN ${differs} THEN 3 ELSE 0 END`;
  return [
    { name: "cert_state", sql: `CAST(${state} AS ${dialect.tiny})` },
    { name: "cert_raw", sql: `CASE WHEN ${state} <> 0 THEN s.certificate END` },
    { name: "cert_category", sql: `CASE WHEN ${wellFormed} THEN CAST(substring(s.cert_text, 19, 1) AS ${dialect.tiny}) END` },
    { name: "cert_grade", sql: `CASE WHEN ${wellFormed} THEN CAST(substring(s.cert_text, 20, 1) AS ${dialect.tiny}) END` },
  ];
}

/** The number of a coded value; texts that the dictionary lacks become UNRECOGNISED. */
function coded(dialect: Dialect, id: string, dictionary: Dictionary, bare: boolean): string {
  // Compared one by one: DuckDB turns an IN list of some length into a join, and behind a join rows come in any order.
  const whens = [...dictionary].map(([text, code]) => `WHEN ${literal(text)} THEN ${code}`);
  const known = whens.length === 0 ? String(UNRECOGNISED) : `CASE ${identifier(id)} ${whens.join(" ")} ELSE ${UNRECOGNISED} END`;
  const empty = bare ? `${identifier(id)} IS NULL` : `${identifier(id)} IS NULL OR ${dialect.trim(identifier(id))} = ''`;
  return `CAST(CASE WHEN ${empty} THEN NULL ELSE ${known} END AS ${dialect.tiny})`;
}
