import type { Bilingual } from "@doudi/contract";
import type { Engine } from "../engine/engine.js";
import type { RosterFile } from "../files/source.js";
import { storeOf, tableOf } from "../standardise/rosterTable.js";
import { loadCarefully } from "./loadCarefully.js";
import { loadDirect } from "./loadDirect.js";
import type { LoadedRoster } from "./loadedRoster.js";
import { presentColumns, type TableSource } from "./tableSource.js";
import type { Vocabulary } from "./vocabulary.js";

/**
 * Standardises the files of one roster into one table of the engine, in the order of files, sheets and rows.
 *
 * A pristine CSV file goes from disk into the typed table in one parallel pass of the engine. What that pass finds (a
 * ragged line, a total line, a row that names nobody) sends the file the careful way, row by row through the reader.
 *
 * @param wanted standard columns worth keeping; others of the file are not even stored
 */
export async function loadRoster(engine: Engine, vocabulary: Vocabulary, files: readonly RosterFile[], wanted: (column: string) => boolean): Promise<LoadedRoster> {
  const first = files[0];
  if (first === undefined) throw new Error("a roster has at least one file");
  const kind = first.kind;
  const loaded: LoadedRoster = { kind, table: tableOf(kind), columns: new Set(), sources: [], rejected: [], skipped: new Map(), warnings: new Map() };
  const plans = files.flatMap((file) => file.sheets.map((sheet) => ({ file, sheet, columns: presentColumns(vocabulary, kind, sheet, wanted) })));
  const union = new Map(plans.flatMap(({ columns }) => [...columns]));
  const columns = new Set(union.keys());

  let rowid = 0;
  for (const [index, { file, sheet, columns: present }] of plans.entries()) {
    const source: TableSource = { engine, vocabulary, kind, file, sheet, present, union, index, rowid, numbered: plans.length > 1 };
    const direct = await loadDirect(source);
    const result = direct ?? (await loadCarefully({ ...source, numbered: true }, loaded));
    loaded.sources.push({ file, sheet, firstRowid: rowid, rows: result.rows, firstLine: result.firstLine });
    const noId = present.has("id_number") || present.has("certificate") ? [] : [withoutIds(file.name)];
    loaded.warnings.set(file, [...(loaded.warnings.get(file) ?? []), ...noId, ...result.warnings]);
    rowid += result.rows;
  }
  if (engine.dialect.name === "postgres") await engine.run(`CREATE INDEX ON ${storeOf(kind)} (pid); ANALYZE ${storeOf(kind)}`);
  return { ...loaded, columns };
}

function withoutIds(file: string): Bilingual {
  return {
    zh: `${file}:没有身份证号一列,各行不能参加按号比对。`,
    en: `${file}: no column of id numbers, so that its rows take no part in checks by id.`,
  };
}
