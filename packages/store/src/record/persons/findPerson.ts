import { sql } from "kysely";
import type { Work } from "../database.js";
import { countiesOf } from "../divisions/countiesOf.js";
import type { RowOf } from "../tables.js";

/** A person of the area by number; undefined where there is none or the scope does not let one through. */
export async function findPerson(work: Work, area: string, personNo: number): Promise<RowOf<"persons"> | undefined> {
  const counties = await countiesOf(work, area);
  const { rows } = await sql<RowOf<"persons">>`
    SELECT p.* FROM unnest(${counties}::text[]) AS c (county) JOIN persons p ON p.county_code = c.county AND p.person_no = ${personNo}`.execute(work);
  return rows[0];
}

/** Persons of one county by their numbers; those that the scope does not let through are left out. */
export async function findPersons(work: Work, county: string, numbers: readonly number[]): Promise<RowOf<"persons">[]> {
  const { rows } = await sql<RowOf<"persons">>`SELECT p.* FROM unnest(${numbers}::bigint[]) AS k (no) JOIN persons p ON p.county_code = ${county} AND p.person_no = k.no`.execute(work);
  return rows;
}
