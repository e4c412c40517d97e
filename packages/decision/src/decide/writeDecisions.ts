import { DECISION_COLUMNS, type DecisionColumn } from "@doudi/contract";
import { type Engine, identifier, literal } from "@doudi/roster";
import type { DecisionRow } from "./decisionRow.js";

/** What is the same in every row, or in every row of a scheme; it is not kept in the table. */
export interface DecisionConstants {
  readonly pack: string;
  /** By scheme. */
  readonly unsourced: ReadonlyMap<string, string>;
}

const TYPES: Partial<Record<DecisionColumn, string>> = { amount_fen_month: "BIGINT", until: "DATE" };
/** A spreadsheet would take a free text that begins so for a formula. */
const FORMULA = [..."=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"].map((character) => character.codePointAt(0));
/** The columns of the table `decisions` that are in the file. */
const KEPT = DECISION_COLUMNS.filter((column) => column !== "unsourced" && column !== "pack");

/**
 * Writes decisions.csv (UTF-8 with a byte order mark) or decisions.parquet from the table `decisions`, sorted by household, person and
 * scheme. DuckDB writes the file; for another engine one is opened that takes the rows over.
 */
export async function writeDecisions(engine: Engine, constants: DecisionConstants, options: { path: string; format: "csv" | "parquet"; openScratch: () => Promise<Engine> }): Promise<void> {
  if (engine.dialect.name === "duckdb") return copyDecisions(engine, constants, options);
  const scratch = await options.openScratch();
  try {
    const columns = ["person_no", ...KEPT];
    await scratch.load("texts", columns, textsOf(engine, columns));
    const typed = columns.map((column) => `CAST(${identifier(column)} AS ${column === "person_no" ? "BIGINT" : (TYPES[column as DecisionColumn] ?? "VARCHAR")}) AS ${identifier(column)}`);
    await scratch.run(`CREATE TABLE decisions AS SELECT ${typed.join(", ")} FROM texts`);
    await copyDecisions(scratch, constants, options);
  } finally {
    await scratch.close();
  }
}

/** The decisions in the order of the file, all of it text. */
export async function* streamDecisions(engine: Engine, { pack, unsourced }: DecisionConstants): AsyncGenerator<DecisionRow[]> {
  const columns = KEPT.map((column) => `coalesce(CAST(${identifier(column)} AS VARCHAR), '') AS ${identifier(column)}`);
  for await (const batch of engine.stream(`SELECT ${columns.join(", ")} FROM (${sorted(engine, unsourced.size)}) d`)) {
    yield batch.map((row) => {
      const values: Readonly<Record<string, unknown>> = { ...row, pack, unsourced: unsourced.get(String(row["scheme"])) ?? "" };
      return Object.fromEntries(DECISION_COLUMNS.map((column) => [column, String(values[column] ?? "")])) as DecisionRow;
    });
  }
}

async function copyDecisions(engine: Engine, constants: DecisionConstants, { path, format }: { path: string; format: "csv" | "parquet" }): Promise<void> {
  const csv = format === "csv";
  const cells = DECISION_COLUMNS.map((column, index) => {
    const value = valueSql(column, constants);
    const guarded = csv && (column === "household_no" || column === "id_number") ? `CASE WHEN unicode(${value}) IN (${FORMULA.join(", ")}) THEN '''' || ${value} ELSE ${value} END` : value;
    // CSV would set an empty text in quotes, and leaves out NULL.
    const shown = csv && TYPES[column] === undefined ? `NULLIF(${guarded}, '')` : guarded;
    return `${shown} AS ${identifier(csv && index === 0 ? `\ufeff${column}` : column)}`;
  });
  await engine.keepOrder(true);
  await engine.run(`COPY (SELECT ${cells.join(", ")} FROM (${sorted(engine, constants.unsourced.size)}) d) TO ${literal(path)} (${csv ? "FORMAT csv, HEADER true" : "FORMAT parquet, COMPRESSION zstd"})`);
}

function valueSql(column: DecisionColumn, { pack, unsourced }: DecisionConstants): string {
  if (column === "pack") return literal(pack);
  if (column !== "unsourced") return identifier(column);
  return `CASE scheme ${[...unsourced].map(([scheme, codes]) => `WHEN ${literal(scheme)} THEN ${literal(codes)}`).join(" ")} END`;
}

/** In a total order: a household has one row a scheme, or one a person and scheme. */
function sorted(engine: Engine, schemes: number): string {
  return `SELECT * FROM decisions ORDER BY ${engine.dialect.byCodePoint("household_no")}, person_no NULLS FIRST${schemes > 1 ? `, ${engine.dialect.byCodePoint("scheme")}` : ""}`;
}

async function* textsOf(engine: Engine, columns: readonly string[]): AsyncGenerator<(string | null)[][]> {
  const select = columns.map((column) => `CAST(${identifier(column)} AS VARCHAR) AS ${identifier(column)}`).join(", ");
  for await (const batch of engine.stream(`SELECT ${select} FROM decisions`)) {
    yield batch.map((row) => columns.map((column) => (row[column] === null || row[column] === undefined ? null : String(row[column]))));
  }
}
