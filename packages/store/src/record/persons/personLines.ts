import type { RosterKind } from "@doudi/contract";
import { sql } from "kysely";
import type { Work } from "../database.js";
import type { PersonKey } from "./personKeys.js";

/** A person as lists show one. */
export interface PersonLine {
  readonly county_code: string;
  readonly person_no: number;
  readonly area_code: string;
  readonly name: string;
  readonly id_masked: string;
  readonly sex: "male" | "female" | null;
  readonly birth_date: string | null;
  readonly village: string;
  /** Kinds of roster whose newest signed version has the person. */
  readonly on: readonly RosterKind[];
}

/** The persons of some keys, in the order of the keys. Those that the scope does not let through are left out. */
export async function personLines(work: Work, counties: readonly string[], keys: readonly Pick<PersonKey, "county_code" | "person_no">[]): Promise<PersonLine[]> {
  if (keys.length === 0) return [];
  const wanted = sql`unnest(${keys.map(({ county_code: county }) => county)}::text[], ${keys.map(({ person_no: no }) => no)}::bigint[]) WITH ORDINALITY AS k (county, no, at)`;
  const { rows } = await sql<PersonLine>`
    WITH newest AS MATERIALIZED (
      SELECT DISTINCT ON (v.county_code, v.kind) v.county_code, v.kind, v.version_id
      FROM unnest(${counties}::text[]) AS c (county) CROSS JOIN LATERAL versions_of(c.county) AS v
      WHERE v.state = 'signed' ORDER BY v.county_code, v.kind, v.period DESC, v.version_id DESC)
    SELECT p.county_code, p.person_no, p.area_code, p.name, p.id_masked, p.sex, p.birth_date, p.village,
      array(SELECT DISTINCT r.kind FROM roster_rows r JOIN newest n ON n.county_code = r.county_code AND n.version_id = r.version_id
        WHERE r.county_code = k.county AND r.person_no = k.no AND r.state <> 'rejected' ORDER BY r.kind) AS on
    FROM ${wanted} JOIN persons p ON p.county_code = k.county AND p.person_no = k.no
    ORDER BY k.at`.execute(work);
  return rows;
}
