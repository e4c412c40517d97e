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
