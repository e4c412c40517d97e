import { sql } from "kysely";
import type { Work } from "../database.js";
import type { RowOf } from "../tables.js";

/** The findings of some persons of a county, the severest first. */
export async function findingsOfPersons(work: Work, county: string, persons: readonly number[]): Promise<RowOf<"findings">[]> {
  const { rows } = await sql<RowOf<"findings">>`
    SELECT f.* FROM unnest(${persons}::bigint[]) AS k (no) JOIN findings f ON f.county_code = ${county} AND f.person_no = k.no
    ORDER BY f.rank, f.finding_id`.execute(work);
  return rows;
}

/** What happened to a person's findings, the newest first. */
export async function findingEventsOfPerson(work: Work, county: string, personNo: number): Promise<(Pick<RowOf<"finding_events">, "at" | "act" | "finding_id"> & { code: string })[]> {
  return work.selectFrom("finding_events as e").innerJoin("findings as f", (join) => join.onRef("f.county_code", "=", "e.county_code").onRef("f.finding_id", "=", "e.finding_id"))
    .where("f.county_code", "=", county).where("f.person_no", "=", personNo).select(["e.at", "e.act", "e.finding_id", "f.code"]).orderBy("e.event_id", "desc").limit(200).execute();
}
