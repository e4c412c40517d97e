import { basename } from "node:path";
import { DoudiError } from "@doudi/contract";
import { type Engine, identifier, literal } from "@doudi/roster";
import type { ParquetInput } from "./householdInput.js";
import { columnType, type InputFact } from "./inputFact.js";
import { loadText } from "./loadText.js";
import { NOTHING_WRONG, parquetColumn, type ParquetColumn } from "./parquetColumn.js";
import { factColumn, RowLayout, type TextRow } from "./rowLayout.js";
import { rowHashSql } from "./rowHash.js";
import type { UnknownKeys } from "./unknownKeys.js";

interface ParquetOptions {
  readonly engine: Engine;
  readonly input: ParquetInput;
  readonly facts: readonly InputFact[];
  readonly unknown: UnknownKeys;
  readonly only?: string | undefined;
  readonly openScratch: () => Promise<Engine>;
}

/**
 * Gives households_in, persons_in and problems from a pair of Parquet files. In DuckDB the first two are views on the files, so that
 * deciding reads the columns it needs and no others, and everything is checked in SQL: millions of rows a second. Another engine
 * gets the rows as text. Throws file_damaged, input_column_missing, input_column_type, input_column_twice.
 */
export async function loadParquet({ engine, openScratch, ...options }: ParquetOptions): Promise<void> {
  if (engine.dialect.name === "duckdb") return viewParquet(engine, options);
  const scratch = await openScratch();
  try {
    await viewParquet(scratch, options);
    const { facts } = options;
    const layout = new RowLayout(facts, engine);
    await loadText(engine, textRows(scratch, facts, layout), facts, layout);
  } finally {
    await scratch.close();
  }
}

const LEVELS = [["households", "household", "h"], ["persons", "member", "m"]] as const;

interface ParquetTable {
  readonly table: "households" | "persons";
  readonly letter: string;
  readonly source: string;
  readonly columns: readonly ParquetColumn[];
  readonly householdNo: ParquetColumn;
}

async function viewParquet(engine: Engine, { input, facts, unknown, only }: Omit<ParquetOptions, "engine" | "openScratch">): Promise<void> {
  await engine.run(`CREATE TABLE problems (level VARCHAR, "row" BIGINT, household_no VARCHAR, "key" VARCHAR, code VARCHAR, "value" VARCHAR, other VARCHAR)`);
  const tables: ParquetTable[] = [];
  for (const [table, level, letter] of LEVELS) {
    const path = input[table];
    const own = facts.filter((fact) => fact.level === level || fact.id === "household_no");
    const source = `read_parquet(${literal(path)}, file_row_number = true)`;
    const columns = await plainest(engine, source, await columnsOf(engine, path, own, unknown));
    const householdNo = columns.find(({ fact }) => fact.id === "household_no");
    if (householdNo === undefined) throw new DoudiError("input_column_missing", { file: basename(path) });
    const given = new Map(columns.map((column) => [column.fact.id, column]));
    const selected = own.filter(({ id }) => id !== "household_no").map((fact) => `, ${given.get(fact.id)?.value ?? `CAST(NULL AS ${columnType(fact)})`} AS ${identifier(fact.id)}`);
    const order = level === "member" ? ", file_row_number + 1 AS person_no" : "";
    const all = (await engine.rows(`SELECT count(*) = count(${householdNo.raw}) AS given FROM ${source}`))[0]?.["given"] === true && householdNo.problem === NOTHING_WRONG && householdNo.value === householdNo.plain?.value;
    const named = all ? "" : ` WHERE ${householdNo.value} IS NOT NULL`;
    await engine.run(`CREATE VIEW ${table}_${only === undefined ? "in" : "all"} AS SELECT file_row_number + 1 AS "row", ${householdNo.value} AS household_no${order}${selected.join("")} FROM ${source}${named}`);
    tables.push({ table, letter, source, columns, householdNo });
  }
  if (only !== undefined) await narrow(engine, only, facts);
  for (const table of tables) await findProblems(engine, table, only === undefined ? "" : ` AND ${table.householdNo.value} IN (SELECT household_no FROM wanted)`);
}

/** Columns without an odd row, read as they are and with nothing to look for. Most are known by what the file says of itself; one pass tells of the others. */
async function plainest(engine: Engine, source: string, columns: readonly ParquetColumn[]): Promise<ParquetColumn[]> {
  const plain = new Set<ParquetColumn>();
  for (const bounded of [true, false]) {
    const asked = columns.flatMap((column) => (column.plain?.bounded === bounded ? [{ column, odd: column.plain.odd }] : []));
    if (asked.length === 0) continue;
    const [found = {}] = await engine.rows(`SELECT ${asked.map(({ odd }, i) => `coalesce(${odd}, FALSE) AS c${i}`).join(", ")} FROM ${source}`);
    asked.forEach(({ column }, i) => found[`c${i}`] !== true && plain.add(column));
  }
  return columns.map((column) => (column.plain !== null && plain.has(column) ? { ...column, value: column.plain.value, problem: NOTHING_WRONG } : column));
}

/** Leaves the household and those that have one of its members too. */
async function narrow(engine: Engine, only: string, facts: readonly InputFact[]): Promise<void> {
  const sharing = facts.some(({ id, level }) => id === "id_number" && level === "member") ? ` UNION SELECT household_no FROM persons_all WHERE id_number IN (SELECT id_number FROM persons_all WHERE household_no = ${literal(only)})` : "";
  await engine.run(`CREATE TABLE wanted AS SELECT ${literal(only)} AS household_no${sharing}`);
  for (const [table] of LEVELS) await engine.run(`CREATE TABLE ${table}_in AS SELECT * FROM ${table}_all WHERE household_no IN (SELECT household_no FROM wanted)`);
}

/** One pass over a file says whether anything is wrong; only then are the values looked at one by one. */
async function findProblems(engine: Engine, { source, letter, columns, householdNo }: ParquetTable, filter: string): Promise<void> {
  const missing = `CASE WHEN ${householdNo.value} IS NULL THEN 'household_no_missing' END`;
  const checks = columns.map((column) => ({ key: column.fact.path, raw: column.raw, problem: column === householdNo ? missing : column.problem })).filter(({ problem }) => problem !== NOTHING_WRONG);
  const entries = checks.map(({ key, raw, problem }) => `{'key': ${literal(key)}, 'code': ${problem}, 'value': coalesce(CAST(${raw} AS VARCHAR), '')}`);
  await engine.run(`INSERT INTO problems SELECT ${literal(letter)}, "row", household_no, p.key, p.code, p.value, '' FROM (SELECT file_row_number + 1 AS "row", ${householdNo.value} AS household_no, unnest([${entries.join(", ")}]) AS p FROM ${source} WHERE (${checks.map(({ problem }) => `(${problem}) IS NOT NULL`).join(" OR ")})${filter}) WHERE p.code IS NOT NULL`);
}

async function columnsOf(engine: Engine, path: string, facts: readonly InputFact[], unknown: UnknownKeys): Promise<ParquetColumn[]> {
  const file = basename(path);
  const source = `read_parquet(${literal(path)})`;
  const found: ParquetColumn[] = [];
  const names = new Map<string, string>();
  for (const { name, raw, type } of await fieldsOf(engine, source, file)) {
    const fact = facts.find((each) => each.id === name || each.path === name || each.name.zh === name);
    if (fact === undefined) {
      unknown.note(name, 1, facts.flatMap((each) => [each.path, each.id]));
      continue;
    }
    const first = names.get(fact.id);
    if (first !== undefined) throw new DoudiError("input_column_twice", { file, first, second: name });
    names.set(fact.id, name);
    const column = parquetColumn(fact, raw, type);
    if (column !== null) found.push(column);
    else if (await holdsAnything(engine, source, raw)) throw new DoudiError("input_column_type", { file, column: name, type, expected: columnType(fact) });
  }
  return found;
}

/** The columns of a file; those of a struct one by one, as `income_fen_year.wage`. */
async function fieldsOf(engine: Engine, source: string, file: string): Promise<{ name: string; raw: string; type: string }[]> {
  const fields: { name: string; raw: string; type: string }[] = [];
  for (const { name, type } of await describe(engine, `SELECT * FROM ${source}`, file)) {
    const column = identifier(name);
    if (!type.startsWith("STRUCT(") || type.endsWith("]")) fields.push({ name, raw: column, type });
    else for (const inner of await describe(engine, `SELECT unnest(${column}) FROM ${source}`, file)) fields.push({ name: `${name}.${inner.name}`, raw: `${column}.${identifier(inner.name)}`, type: inner.type });
  }
  return fields;
}

async function describe(engine: Engine, select: string, file: string): Promise<{ name: string; type: string }[]> {
  try {
    return (await engine.rows(`DESCRIBE ${select}`)).map((row) => ({ name: String(row["column_name"]), type: String(row["column_type"]) }));
  } catch (error) {
    throw new DoudiError("file_damaged", { file, detailZh: "不是完整的 Parquet 文件", detailEn: error instanceof Error ? (error.message.split("\n")[0] ?? "").slice(0, 120) : "" }, { cause: error });
  }
}

async function holdsAnything(engine: Engine, source: string, raw: string): Promise<boolean> {
  const [{ n } = { n: 0 }] = await engine.rows(`SELECT count(*) AS n FROM (SELECT 1 FROM ${source} WHERE ${raw} IS NOT NULL LIMIT 1)`);
  return n !== 0;
}

/** What another engine is to have, as rows for its text table. */
async function* textRows(scratch: Engine, facts: readonly InputFact[], layout: RowLayout): AsyncGenerator<TextRow[]> {
  for (const [table, level, letter] of LEVELS) {
    const own = new Map(facts.filter((fact) => fact.level === level && fact.id !== "household_no").map((fact) => [factColumn(fact), fact]));
    const values: Readonly<Record<string, string>> = { kind: literal(letter), row: `CAST("row" AS VARCHAR)`, household_no: "household_no", person_no: level === "member" ? "CAST(person_no AS VARCHAR)" : "NULL", bad: "'false'", key: "NULL", code: "NULL", value: "NULL", row_hash: `CAST(${rowHashSql(scratch, facts.filter((fact) => fact.level === level), "t")} AS VARCHAR)` };
    yield* arrays(scratch, layout, `${table}_in`, (column) => {
      const fact = own.get(column);
      return fact === undefined ? (values[column] ?? "NULL") : `CAST(${identifier(fact.id)} AS VARCHAR)`;
    });
  }
  const values: Readonly<Record<string, string>> = { kind: "'p' || level", row: `CAST("row" AS VARCHAR)`, household_no: "household_no", key: `"key"`, code: "code", value: `"value"` };
  yield* arrays(scratch, layout, "problems", (column) => values[column] ?? "NULL");
}

async function* arrays(scratch: Engine, layout: RowLayout, table: string, sql: (column: string) => string): AsyncGenerator<TextRow[]> {
  const select = layout.columns.map((column) => `${sql(column)} AS ${identifier(column)}`).join(", ");
  for await (const batch of scratch.stream(`SELECT ${select} FROM ${table} t`)) {
    yield batch.map((row) => layout.columns.map((column) => (row[column] === null || row[column] === undefined ? null : String(row[column]))));
  }
}
