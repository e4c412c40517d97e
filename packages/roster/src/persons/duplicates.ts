import type { RosterKind } from "@doudi/contract";
import type { Engine } from "../engine/engine.js";
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
export function placesTable(kind: RosterKind): string {
  return `places_${kind}`;
}

/**
 * Finds who stands on a roster more than once. On a roster of persons a row is a duplicate where the same person stands
 * in the same household and place already; on a roster of things (vehicles, homes, …) where every column is the same.
 *
 * Set-based in two steps, because nearly nobody stands there twice: the grouping that looks at everybody carries the
 * number alone.
 */
export async function findDuplicates(engine: Engine, kind: RosterKind, sameRow: readonly string[]): Promise<Duplicates> {
  const table = tableOf(kind);
  const twice = `twice_${kind}`;
  await engine.run(`CREATE TABLE ${twice} AS SELECT pid FROM ${table} WHERE pid IS NOT NULL GROUP BY pid HAVING count(*) > 1`);
  const key = ["pid", ...sameRow].map((column) => `t.${column}`).join(", ");
  await engine.run(`CREATE TABLE rows_${twice} AS SELECT t.rowid AS row_id, t.pid, row_number() OVER (PARTITION BY t.pid ORDER BY t.rowid) AS nth, row_number() OVER (PARTITION BY ${key} ORDER BY t.rowid) AS nth_same, min(t.rowid) OVER (PARTITION BY ${key}) AS first_id FROM ${table} AS t JOIN ${twice} AS w ON w.pid = t.pid`);
  await engine.run(`CREATE TABLE ${laterTable(kind)} AS SELECT row_id, pid, nth_same > 1 AS duplicate, first_id FROM rows_${twice} WHERE nth > 1`);
  await engine.run(`CREATE TABLE ${placesTable(kind)} AS SELECT pid AS of_pid, CAST(count(*) AS INTEGER) AS places FROM rows_${twice} WHERE nth_same = 1 GROUP BY pid HAVING count(*) > 1`);
  const [row] = await engine.rows(`SELECT (SELECT count(*) FROM ${twice}) AS persons, (SELECT count(*) FROM ${laterTable(kind)} WHERE duplicate) AS duplicates`);
  await engine.run(`DROP TABLE rows_${twice}`);
  await engine.run(`DROP TABLE ${twice}`);
  return { kind, persons: Number(row?.["persons"] ?? 0), duplicateRows: Number(row?.["duplicates"] ?? 0) };
}
