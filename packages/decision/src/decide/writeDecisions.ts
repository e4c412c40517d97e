import { DECISION_COLUMNS, type DecisionColumn } from "@doudi/contract";
import { type Engine, identifier, literal } from "@doudi/roster";
import type { DecisionRow } from "./decisionRow.js";

const TYPES: Partial<Record<DecisionColumn, string>> = { amount_fen_month: "BIGINT", until: "DATE" };
/** A spreadsheet would take a free text that begins so for a formula. */
const FORMULA = "^[=+@\\t\\r\\n\uff1d\uff0b\uff0d\uff20-]";

/**
 * Writes decisions.csv (UTF-8 with a byte order mark) or decisions.parquet from the table `decisions`, sorted by household, person and
 * scheme. DuckDB writes the file; for another engine one is opened that takes the rows over.
 */
export async function writeDecisions(engine: Engine, options: { path: string; format: "csv" | "parquet"; openScratch: () => Promise<Engine> }): Promise<void> {
  if (engine.dialect.name === "duckdb") return copyDecisions(engine, options);
  const scratch = await options.openScratch();
  try {
    const columns = ["person_no", ...DECISION_COLUMNS];
    await scratch.load("texts", columns, textsOf(engine, columns));
    const typed = columns.map((column) => `CAST(${identifier(column)} AS ${column === "person_no" ? "BIGINT" : (TYPES[column as DecisionColumn] ?? "VARCHAR")}) AS ${identifier(column)}`);
    await scratch.run(`CREATE TABLE decisions AS SELECT ${typed.join(", ")} FROM texts`);
    await copyDecisions(scratch, options);
  } finally {
    await scratch.close();
  }
}

/** The decisions in the order of the file, all of it text. */
export async function* streamDecisions(engine: Engine): AsyncGenerator<DecisionRow[]> {
  const columns = DECISION_COLUMNS.map((column) => `coalesce(CAST(${identifier(column)} AS VARCHAR), '') AS ${identifier(column)}`);
  for await (const batch of engine.stream(`SELECT ${columns.join(", ")} FROM (SELECT * FROM decisions ORDER BY ${order(engine)}) d`)) yield batch as DecisionRow[];
}

async function copyDecisions(engine: Engine, { path, format }: { path: string; format: "csv" | "parquet" }): Promise<void> {
  // Empty texts are NULL here: CSV would set them in quotes.
  const guarded = (column: DecisionColumn): string => (format === "csv" && (column === "household_no" || column === "id_number") ? `CASE WHEN regexp_matches(${column}, ${literal(FORMULA)}) THEN '''' || ${column} ELSE ${column} END` : identifier(column));
  const cells = DECISION_COLUMNS.map((column, index) => `${TYPES[column] === undefined && format === "csv" ? `NULLIF(${guarded(column)}, '')` : guarded(column)} AS ${identifier(format === "csv" && index === 0 ? `\ufeff${column}` : column)}`);
  const how = format === "csv" ? "FORMAT csv, HEADER true" : "FORMAT parquet, COMPRESSION zstd";
  await engine.keepOrder(true);
  await engine.run(`COPY (SELECT ${cells.join(", ")} FROM decisions ORDER BY ${order(engine)}) TO ${literal(path)} (${how})`);
}

/** Total: a household has one row a scheme, or one a person and scheme. */
function order(engine: Engine): string {
  return [engine.dialect.byCodePoint("household_no"), "coalesce(person_no, 0)", engine.dialect.byCodePoint("scheme")].join(", ");
}

async function* textsOf(engine: Engine, columns: readonly string[]): AsyncGenerator<(string | null)[][]> {
  const select = columns.map((column) => `CAST(${identifier(column)} AS VARCHAR) AS ${identifier(column)}`).join(", ");
  for await (const batch of engine.stream(`SELECT ${select} FROM decisions`)) {
    yield batch.map((row) => columns.map((column) => (row[column] === null || row[column] === undefined ? null : String(row[column]))));
  }
}
