import { nameInitials } from "@doudi/roster";
import { type RawBuilder, sql } from "kysely";
import type { Work } from "../database.js";
import { personName } from "./personName.js";

/** How far rosters are believed about names and places, the best first; all others come after. */
const BELIEVED = ["dibao", "tekun", "poor"] as const;
const BATCH = 5000;

/** Whoever changes the register of a county waits for who does already, so that no two wait for each other's rows. */
export async function holdRegister(work: Work, county: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`register ${county}`}, 0))`.execute(work);
}

/** Notes whom the rows of a version speak of, for `refreshPersons` in the same transaction. */
export async function touchPersonsOf(work: Work, county: string, versionId: number): Promise<void> {
  await sql`CREATE TEMPORARY TABLE IF NOT EXISTS touched_persons (person_no bigint) ON COMMIT DROP`.execute(work);
  await sql`INSERT INTO touched_persons SELECT DISTINCT person_no FROM doudi.roster_rows WHERE county_code = ${county} AND version_id = ${versionId} AND person_no IS NOT NULL`.execute(work);
}

/** Enters the persons of table incoming_rows who are not in the register, and notes those of whom it says otherwise than the register. */
export async function enterPersons(work: Work, county: string, keyVersion: number): Promise<void> {
  // Of several rows of a person the one that counts and knows the place.
  await sql`
    CREATE TEMPORARY TABLE incoming_persons ON COMMIT DROP AS
    SELECT DISTINCT ON (id_index) row_no, area_code, person_name, initials, sex, birth_date, village, id_masked, id_index, id_sealed FROM incoming_rows WHERE id_index IS NOT NULL
    ORDER BY id_index, state, length(area_code) DESC, row_no`.execute(work);
  await sql`ANALYZE incoming_persons (id_index)`.execute(work);
  await sql`
    INSERT INTO touched_persons SELECT p.person_no FROM incoming_persons i JOIN doudi.persons p ON p.county_code = ${county} AND p.id_index = i.id_index
    WHERE p.name <> i.person_name OR p.area_code <> i.area_code OR p.village <> i.village`.execute(work);
  await sql`
    WITH entered AS (
      INSERT INTO doudi.persons (county_code, area_code, name, initials, sex, birth_date, village, id_masked, id_index, id_sealed, key_version)
      SELECT ${county}, i.area_code, i.person_name, i.initials, i.sex, i.birth_date, i.village, i.id_masked, i.id_index, i.id_sealed, ${keyVersion}
      FROM incoming_persons i WHERE NOT EXISTS (SELECT FROM doudi.persons p WHERE p.county_code = ${county} AND p.id_index = i.id_index)
      ORDER BY i.row_no
      RETURNING person_no, area_code, name)
    INSERT INTO doudi.person_grams (county_code, gram, area_code, person_no) ${gramsOf(county, sql`entered`)}`.execute(work);
}

/**
 * Works out anew what the noted persons are called and where they live: from the rows of all versions that were read and
 * not withdrawn; dibao before tekun before poor before others, the signed before the merely read, the newest first. A row
 * that knows the township says more about the place than one that does not.
 */
export async function refreshPersons(work: Work, county: string): Promise<void> {
  const rank = sql`CASE r.kind ${sql.join(BELIEVED.map((kind, i) => sql`WHEN ${kind} THEN ${sql.lit(i)}`), sql` `)} ELSE ${sql.lit(BELIEVED.length)} END`;
  const newest = sql`rank, signed DESC, period DESC, version_id DESC, row_no`;
  await sql`ANALYZE touched_persons`.execute(work);
  const { rows } = await sql<{ person_no: number; name: string; area_code: string; village: string }>`
    WITH told AS MATERIALIZED (
      SELECT r.person_no, r.name, r.area_code, coalesce(r.cells->>'village', '') AS village, ${rank} AS rank, v.state = 'signed' AS signed, r.period, r.version_id, r.row_no
      FROM (SELECT DISTINCT person_no FROM touched_persons) t
      JOIN doudi.roster_rows r ON r.county_code = ${county} AND r.person_no = t.person_no AND r.state = 'accepted'
      JOIN doudi.roster_versions v ON v.county_code = ${county} AND v.version_id = r.version_id AND v.state IN ('read', 'submitted', 'signed')),
    named AS (SELECT DISTINCT ON (person_no) person_no, name FROM told ORDER BY person_no, name = '', ${newest}),
    placed AS (SELECT DISTINCT ON (person_no) person_no, area_code, village FROM told ORDER BY person_no, length(area_code) DESC, ${newest})
    SELECT p.person_no, n.name, l.area_code, l.village
    FROM named n JOIN placed l USING (person_no) JOIN doudi.persons p ON p.county_code = ${county} AND p.person_no = n.person_no
    WHERE p.name <> n.name OR p.area_code <> l.area_code OR p.village <> l.village`.execute(work);
  for (let at = 0; at < rows.length; at += BATCH) await changePersons(work, county, rows.slice(at, at + BATCH));
}

async function changePersons(work: Work, county: string, told: readonly { person_no: number; name: string; area_code: string; village: string }[]): Promise<void> {
  const names = told.map(({ name }) => personName(name));
  const changes = sql`unnest(${told.map((row) => row.person_no)}::bigint[], ${names}::text[], ${names.map(nameInitials)}::text[], ${told.map((row) => row.area_code)}::text[], ${told.map((row) => row.village)}::text[]) AS c(person_no, name, initials, area_code, village)`;
  const numbers = sql`${told.map((row) => row.person_no)}::bigint[]`;
  const persons = sql`(SELECT person_no, area_code, name FROM doudi.persons WHERE county_code = ${county} AND person_no = ANY (${numbers})) AS named`;
  await sql`DELETE FROM doudi.person_grams g USING (${gramsOf(county, persons)}) AS old WHERE g.county_code = ${county} AND g.gram = old.gram AND g.area_code = old.area_code AND g.person_no = old.person_no`.execute(work);
  await sql`UPDATE doudi.persons p SET name = c.name, initials = c.initials, area_code = c.area_code, village = c.village FROM ${changes} WHERE p.county_code = ${county} AND p.person_no = c.person_no`.execute(work);
  await sql`INSERT INTO doudi.person_grams (county_code, gram, area_code, person_no) ${gramsOf(county, persons)}`.execute(work);
}

/** Every two neighbouring characters of the names in a relation of person_no, area_code, name; a name of one character whole. */
function gramsOf(county: string, persons: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`SELECT DISTINCT ${county}::text COLLATE "C" AS county_code, substr(name, i, 2) COLLATE "C" AS gram, area_code, person_no FROM ${persons}, generate_series(1, greatest(char_length(name) - 1, 1)) AS i WHERE name <> ''`;
}
