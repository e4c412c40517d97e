import { ROSTER_KIND_CODES } from "@doudi/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { identifier } from "../engine/dialect.js";
import { DuckdbEngine } from "../engine/duckdbEngine.js";
import { loadKinds } from "../files/kinds.js";
import { vocabularyOf } from "../load/vocabulary.js";
import { standardisingSelect } from "./rosterTable.js";

let engine: DuckdbEngine;
beforeAll(async () => {
  engine = await DuckdbEngine.open({ threads: 2 });
});
afterAll(() => engine.close());

// rowid is the line of the file only while every operator keeps the order of the rows. DuckDB makes a join, which does
// not, of an IN list with seven values: the lines named in the findings would be other people's.
it.each(ROSTER_KIND_CODES)("standardises %s in the order of the rows: by no join, sort or grouping", async (kind) => {
  const kinds = loadKinds();
  const vocabulary = vocabularyOf(kinds);
  const ids = [...(kinds.byCode.get(kind)?.columns.keys() ?? [])];
  const columns = new Map(ids.flatMap((id) => {
    const column = vocabulary.column(kind, id);
    return column === null ? [] : [[id, { column, header: id, unit: null }] as const];
  }));
  const dictionaries = new Map([...columns].map(([id, { column }]) => [id, new Map([...vocabulary.knownTexts(kind, id)].map(([text, code]) => [text, column.codes.indexOf(code) + 1]))]));
  await engine.run(`CREATE TABLE raw_${kind} AS SELECT ${ids.map((id) => `CAST(NULL AS VARCHAR) AS ${identifier(id)}`).join(", ")} FROM range(10)`);
  const { sql: select } = standardisingSelect(engine.dialect, { kind, columns, dictionaries, bare: false }, `raw_${kind}`, []);
  const [plan] = await engine.rows(`EXPLAIN ${select}`);
  const operators = String(plan?.["explain_value"]).match(/[A-Z_]*(?:JOIN|ORDER|GROUP|SCAN)[A-Z_]*/g);
  expect([...new Set(operators)]).toEqual(["SEQ_SCAN"]);
});
