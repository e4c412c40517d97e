import type { Bilingual, RosterKind } from "@doudi/contract";
import type { Engine } from "../engine/engine.js";
import type { RosterFile, SheetTable } from "../files/source.js";
import { type Dictionary, type PresentColumn, type RosterTablePlan, standardisingSelect, storeOf, tableOf, unpackingSelect } from "../standardise/rosterTable.js";
import type { Vocabulary } from "./vocabulary.js";

/** The standard columns of a sheet, and the cell of a row in which each stands. */
export type Present = ReadonlyMap<string, PresentColumn & { cell: number }>;

/** One sheet on its way into the table of its roster. */
export interface TableSource {
  engine: Engine;
  vocabulary: Vocabulary;
  kind: RosterKind;
  file: RosterFile;
  sheet: SheetTable;
  present: Present;
  /** Columns of all sources of the roster: the table has them all, in one order. */
  union: Present;
  index: number;
  rowid: number;
  /** Whether the table keeps source and row number of each row: not for a roster of one clean file, whose rows count lines. */
  numbered: boolean;
}

export interface LoadResult {
  rows: number;
  /** The line of the first row where lines follow one another without gaps, else null. */
  firstLine: number | null;
  warnings: Bilingual[];
}

/**
 * The standard columns of a sheet that are wanted. A sheet that names nobody but heads of households speaks of the heads:
 * their name and id are those of the row's person.
 */
export function presentColumns(vocabulary: Vocabulary, kind: RosterKind, sheet: SheetTable, wanted: (column: string) => boolean): Present {
  const present = new Map<string, PresentColumn & { cell: number }>();
  const add = (id: string, cell: number): void => {
    const column = wanted(id) ? vocabulary.column(kind, id) : null;
    if (column !== null && cell >= 0) present.set(id, { column, header: sheet.headers[cell] ?? "", unit: sheet.units[cell] ?? null, cell });
  };
  sheet.mapping.forEach((id, cell) => {
    if (id !== null) add(id, cell);
  });
  const cellOf = (id: string): number => sheet.mapping.indexOf(id);
  if (cellOf("name") < 0) {
    add("name", cellOf("head_name"));
    if (cellOf("id_number") < 0 && cellOf("certificate") < 0) add("id_number", cellOf("head_id"));
  }
  return present;
}

/** A relation of texts to standardise. */
export interface TextRelation {
  /** SQL with a text column for each standard column that the source has. */
  sql: string;
  /** SQL of the row's number over alias s, where the relation tells it. */
  rowNo: string | null;
  /** SQL over alias s of what stands before the columns that are kept: a total line may open there. */
  lead: string | null;
  /** The texts have no blanks at their ends, and NULL for empty. */
  bare: boolean;
}

/** Appends the standardised rows of a relation to the roster's table, making it for the first source. */
export async function appendRows(source: TableSource, relation: TextRelation, dictionaries: ReadonlyMap<string, Dictionary>): Promise<void> {
  const { engine, kind, union, present, index, rowid } = source;
  const absent = [...union.keys()].filter((id) => !present.has(id));
  const from = absent.length === 0 ? relation.sql : `(SELECT *, ${absent.map((id) => `CAST(NULL AS VARCHAR) AS ${id}`).join(", ")} FROM ${relation.sql} AS r)`;
  const columns = new Map([...union].map(([id, column]) => [id, present.get(id) ?? column]));
  const plan: RosterTablePlan = { kind, columns, dictionaries, bare: relation.bare };
  const carried = engine.dialect.name === "postgres" ? [{ name: "rowid", sql: `s.rowid + ${rowid}` }] : [];
  const numbers = source.numbered ? [{ name: "src", sql: `CAST(${index} AS SMALLINT)` }, { name: "row_no", sql: `CAST(${relation.rowNo ?? "NULL"} AS INTEGER)` }] : [];
  const lead = relation.lead === null ? "CAST(NULL AS VARCHAR)" : `CASE WHEN s.pid IS NULL THEN ${relation.lead} END`;
  const { sql, columns: names } = standardisingSelect(engine.dialect, plan, from, [...carried, ...numbers, { name: "lead", sql: lead }]);
  if (index > 0) {
    await engine.run(`INSERT INTO ${storeOf(kind)} ${sql}`);
    return;
  }
  await engine.run(`CREATE TABLE ${storeOf(kind)} AS ${sql}`);
  await engine.run(`CREATE VIEW ${tableOf(kind)} AS ${unpackingSelect(storeOf(kind), names, source.numbered)}`);
}
