import { sql } from "kysely";
import type { Work } from "../database.js";

export type RowChange = "added" | "removed" | "changed";

export interface RosterDifference {
  added: number;
  removed: number;
  changed: number;
  same: number;
  /** `at` counts the changes that were asked for from 1. */
  rows: { at: number; change: RowChange; name: string; before: Record<string, string> | null; after: Record<string, string> | null }[];
}

/**
 * Two versions row by row: a row of one is held against the row of the same person in the other, or, where nobody is
 * identified, of the same name and household; the n-th of several against the n-th. Rejected rows are left out.
 */
export async function diffRosters(work: Work, county: string, before: number, after: number, page: { change: RowChange | undefined; after: number; limit: number }): Promise<RosterDifference> {
  const side = (versionId: number) => sql`
    SELECT k.key, row_number() OVER (PARTITION BY k.key ORDER BY k.row_no) AS nth, k.row_no, k.name, k.cells
    FROM (SELECT coalesce('p' || r.person_no, 'n' || r.name || '|' || coalesce(r.household_no, '')) AS key, r.row_no, r.name, r.cells
          FROM doudi.roster_rows r WHERE r.county_code = ${county} AND r.version_id = ${versionId} AND r.state <> 'rejected') k`;
  const compared = sql`
    WITH earlier AS (${side(before)}), later AS (${side(after)}),
    compared AS MATERIALIZED (
      SELECT CASE WHEN e.key IS NULL THEN 'added' WHEN l.key IS NULL THEN 'removed' WHEN e.cells <> l.cells THEN 'changed' ELSE 'same' END AS change,
        coalesce(l.name, e.name) AS name, e.cells AS cells_before, l.cells AS cells_after, coalesce(l.row_no, e.row_no) AS row_no
      FROM earlier e FULL JOIN later l ON l.key = e.key AND l.nth = e.nth),
    counted AS (
      SELECT count(*) FILTER (WHERE change = 'added') AS added, count(*) FILTER (WHERE change = 'removed') AS removed,
        count(*) FILTER (WHERE change = 'changed') AS changed, count(*) FILTER (WHERE change = 'same') AS same FROM compared),
    listed AS (
      SELECT row_number() OVER (ORDER BY row_no, change, name) AS at, change, name, cells_before, cells_after FROM compared
      WHERE change <> 'same' AND (${page.change ?? null}::text IS NULL OR change = ${page.change ?? null}))
    SELECT added, removed, changed, same, at, change, name, cells_before, cells_after
    FROM counted LEFT JOIN LATERAL (SELECT * FROM listed WHERE at > ${page.after} ORDER BY at LIMIT ${page.limit}) shown ON true ORDER BY at`;
  const { rows } = await sql<{ added: number; removed: number; changed: number; same: number; at: number | null; change: RowChange; name: string; cells_before: Record<string, string> | null; cells_after: Record<string, string> | null }>`${compared}`.execute(work);
  const [first] = rows;
  if (first === undefined) throw new Error("counting two versions answered nothing");
  const { added, removed, changed, same } = first;
  return {
    added, removed, changed, same,
    rows: rows.flatMap(({ at, change, name, cells_before, cells_after }) => (at === null ? [] : [{ at, change, name, before: cells_before, after: cells_after }])),
  };
}
