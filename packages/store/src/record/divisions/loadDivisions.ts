import { Divisions } from "@doudi/roster";
import { sql } from "kysely";
import type { Work } from "../database.js";

const LEVELS = ["province", "prefecture", "county", "township"] as const;
const DIGITS = [2, 4, 6, 9] as const;

/**
 * Brings the public list of divisions into the database, codes without trailing zeros, and returns how many rows were new
 * or changed. What was merged here since keeps its last day and its successor. Running it again changes nothing.
 */
export async function loadDivisions(work: Work, divisions: Divisions = Divisions.read()): Promise<number> {
  // By the level of the row, not of the code: a prefecture without counties (东莞) is on the list a second time, as its own county.
  const rows = divisions.all.map(({ code, name, level, parent, successor }) => [code.slice(0, DIGITS[level - 1]), name, LEVELS[level - 1] ?? "township", level === 1 ? null : parent.slice(0, DIGITS[level - 2]), successor === "" ? null : successor.slice(0, DIGITS[level - 1])] as const);
  const column = (at: number) => sql`${rows.map((row) => row[at])}::text[]`;
  const { numAffectedRows } = await sql`
    INSERT INTO divisions AS d (code, name, level, parent_code, successor_code)
    SELECT * FROM unnest(${column(0)}, ${column(1)}, ${column(2)}, ${column(3)}, ${column(4)})
    ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent_code = excluded.parent_code, successor_code = coalesce(d.successor_code, excluded.successor_code)
    WHERE (d.name, d.parent_code, d.successor_code) IS DISTINCT FROM (excluded.name, excluded.parent_code, coalesce(d.successor_code, excluded.successor_code))`.execute(work);
  return Number(numAffectedRows ?? 0n);
}
