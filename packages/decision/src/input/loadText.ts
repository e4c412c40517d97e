import { type Engine, identifier, literal } from "@doudi/roster";
import { columnType, type InputFact } from "./inputFact.js";
import { factColumn, type RowLayout, type TextRow } from "./rowLayout.js";

/** Fills households_in, persons_in and problems from rows of text, on either engine. */
export async function loadText(engine: Engine, rows: AsyncIterable<TextRow[]>, facts: readonly InputFact[], layout: RowLayout): Promise<void> {
  await engine.load("input_rows", layout.columns, rows);
  const columns = (level: InputFact["level"]): string =>
    facts.filter((fact) => fact.level === level && fact.id !== "household_no").map((fact) => `, CAST(${identifier(factColumn(fact))} AS ${columnType(fact)}) AS ${identifier(fact.id)}`).join("");
  await engine.run(`CREATE TABLE households_in AS SELECT CAST("row" AS BIGINT) AS "row", CAST(bad AS BOOLEAN) AS bad, household_no, CAST(row_hash AS BIGINT) AS row_hash${columns("household")} FROM input_rows WHERE kind = 'h'`);
  await engine.run(`CREATE TABLE persons_in AS SELECT CAST("row" AS BIGINT) AS "row", CAST(bad AS BOOLEAN) AS bad, household_no, CAST(person_no AS BIGINT) AS person_no, CAST(row_hash AS BIGINT) AS row_hash${columns("member")} FROM input_rows WHERE kind = 'm'`);
  await engine.run(`CREATE TABLE problems AS SELECT substring(kind, 2, 1) AS level, CAST("row" AS BIGINT) AS "row", household_no, "key", code, "value", ${literal("")} AS other FROM input_rows WHERE kind IN ('ph', 'pm')`);
  await engine.run("DROP TABLE input_rows");
}
