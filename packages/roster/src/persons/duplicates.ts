import type { RosterKind } from "@doudi/contract";
import { literal } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { PLACE_ENDINGS } from "../link/comparePlace.js";
import { tableOf } from "../standardise/rosterTable.js";

/** Rows of persons who stand on one roster more than once. */
export interface Duplicates {
  kind: RosterKind;
  /** Persons with more than one row. */
  persons: number;
  /** Rows that say once more what an earlier row said: they take no part in anything but their own finding. */
  duplicateRows: number;
}

/** row_id, pid, `duplicate` and the row it repeats (first_id) of every row but the first of a person who stands on the roster more than once. */
export function laterTable(kind: RosterKind): string {
  return `later_${kind}`;
}

/** of_pid and number of distinct places (household and division) of every person with more than one. */
function placesTable(kind: RosterKind): string {
  return `places_${kind}`;
}

/** Which rows of a person say the same thing. */
export interface SameRow {
  /** Columns in which two rows must agree for one of them to be a duplicate. */
  columns: readonly string[];
  /** Whether the columns are a household's number and place: then spellings are folded, and a blank takes what another row of the person says. */
  places: boolean;
  /** Columns by which the row that counts is chosen: by what it says, never by where it stands, so that no order of rows or files matters. */
  order: readonly string[];
}

/**
 * Finds who stands on a roster more than once. On a roster of persons a row is a duplicate where the same person stands
 * in the same household and place already; on a roster of things (vehicles, homes, …) where every column is the same.
 *
 * Set-based in two steps, because nearly nobody stands there twice: the grouping that looks at everybody carries the
 * number alone.
 */
export async function findDuplicates(engine: Engine, kind: RosterKind, same: SameRow): Promise<Duplicates> {
  const table = tableOf(kind);
  const twice = `twice_${kind}`;
  await engine.run(`CREATE TABLE ${twice} AS SELECT pid FROM ${table} WHERE pid IS NOT NULL GROUP BY pid HAVING count(*) > 1`);
  const values = same.columns.map((column, i) => `${same.places ? filledPlace(`t.${column}`) : `t.${column}`} AS same_${i}`);
  const key = ["k.pid", ...same.columns.map((_, i) => `k.same_${i}`)].join(", ");
  const order = [...same.order.map((column) => `${engine.dialect.byCodePoint(`CAST(k.${column} AS VARCHAR)`)} NULLS LAST`), "k.row_id"].join(", ");
  const keyed = `SELECT ${["t.rowid AS row_id", ...new Set(["pid", ...same.order].map((column) => `t.${column}`)), ...values].join(", ")} FROM ${table} AS t JOIN ${twice} AS w ON w.pid = t.pid`;
  await engine.run(`CREATE TABLE rows_${twice} AS SELECT k.row_id, k.pid, row_number() OVER (PARTITION BY k.pid ORDER BY ${order}) AS nth, row_number() OVER (PARTITION BY ${key} ORDER BY ${order}) AS nth_same, first_value(k.row_id) OVER (PARTITION BY ${key} ORDER BY ${order}) AS first_id FROM (${keyed}) AS k`);
  await engine.run(`CREATE TABLE ${laterTable(kind)} AS SELECT row_id, pid, nth_same > 1 AS duplicate, first_id FROM rows_${twice} WHERE nth > 1`);
  await engine.run(`CREATE TABLE ${placesTable(kind)} AS SELECT pid AS of_pid, CAST(count(*) AS INTEGER) AS places FROM rows_${twice} WHERE nth_same = 1 GROUP BY pid HAVING count(*) > 1`);
  const [row] = await engine.rows(`SELECT (SELECT count(*) FROM ${twice}) AS persons, (SELECT count(*) FROM ${laterTable(kind)} WHERE duplicate) AS duplicates`);
  await engine.run(`DROP TABLE rows_${twice}`);
  await engine.run(`DROP TABLE ${twice}`);
  return { kind, persons: Number(row?.["persons"] ?? 0), duplicateRows: Number(row?.["duplicates"] ?? 0) };
}

/** A place without the endings that rosters write or leave out; a blank takes what another row of the person says. */
function filledPlace(column: string): string {
  const bare = `replace(${column}, ' ', '')`;
  const short = `coalesce(NULLIF(regexp_replace(${bare}, ${literal(PLACE_ENDINGS)}, ''), ''), ${bare})`;
  return `coalesce(${short}, max(${short}) OVER (PARTITION BY t.pid))`;
}
