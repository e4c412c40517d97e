import { identifier } from "../engine/dialect.js";
import { isFormulaError } from "../files/classifyRow.js";
import type { RowBatch } from "../files/source.js";
import { dictionariesFrom } from "./dictionaries.js";
import type { LoadedRoster } from "./loadedRoster.js";
import { appendRows, type LoadResult, type TableSource } from "./tableSource.js";

const UNSTORABLE = /[\0\ufeff]/;
const ALL_UNSTORABLE = /[\0\ufeff]/g;

/** Reads a source row by row into a table of texts, with the row number beside, and standardises that. */
export async function loadCarefully(source: TableSource, loaded: LoadedRoster): Promise<LoadResult> {
  const { engine, file, sheet, present } = source;
  const raw = `raw_${source.kind}_${source.index}`;
  const cells = [...present].map(([id, { cell, column }]) => ({ cell, keepsErrors: id === "id_number" || column.type === "id" }));
  const rows = await engine.load(raw, ["row_no", ...present.keys()], textRows(sheet.read(), cells, (batch) => {
    for (const rejected of batch.rejected) loaded.rejected.push({ ...rejected, file: file.name, sheet: sheet.sheet });
    loaded.skipped.set(file, (loaded.skipped.get(file) ?? 0) + batch.skipped);
  }));
  const dictionaries = await dictionariesFrom(source, raw);
  await appendRows(source, { sql: raw, rowNo: "s.row_no", lead: null, bare: false }, dictionaries.byColumn);
  await engine.run(`DROP TABLE ${identifier(raw)}`);
  return { rows, firstLine: null, warnings: dictionaries.warnings };
}

/** The cells wanted of each row. A formula error says nothing, but in an id it is what the user must see. */
async function* textRows(batches: AsyncIterable<RowBatch>, wanted: readonly { cell: number; keepsErrors: boolean }[], note: (batch: RowBatch) => void): AsyncIterable<(string | null)[][]> {
  for await (const batch of batches) {
    note(batch);
    yield batch.rows.map(({ row, cells }) => [String(row), ...wanted.map(({ cell, keepsErrors }) => {
      const text = cells[cell] ?? "";
      return !keepsErrors && isFormulaError(text) ? null : storable(text);
    })]);
  }
}

/**
 * A cell as every engine stores it and gives it back; null where nothing is left. PostgreSQL knows no U+0000, DuckDB's
 * client drops a leading U+FEFF; neither is part of what anybody wrote.
 */
export function storable(cell: string): string | null {
  return (UNSTORABLE.test(cell) ? cell.replaceAll(ALL_UNSTORABLE, "") : cell) || null;
}
