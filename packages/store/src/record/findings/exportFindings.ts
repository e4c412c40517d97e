import { sql } from "kysely";
import type { Work } from "../database.js";
import type { FindingSource } from "../tables.js";
import { branches, comparedCounties, type FindingFilter, filterSql } from "./findingFilter.js";
import { FINDING_COLUMNS, type FindingRecord, PLACE_COLUMNS, PLACE_JOINS } from "./findingRow.js";

export interface FindingKey {
  county_code: string;
  finding_id: string;
}

export interface ExportedFinding extends FindingRecord {
  rows: FindingSource[];
  check_reason: string | null;
  evidence: string | null;
  /** Where the finding is about a person of the register. */
  id_sealed: Buffer | null;
  key_version: number | null;
}

/** Which findings a filter picks now, by code, severity and place; at most `limit` and one more. */
export async function keysOfFindings(work: Work, areaCode: string, filter: FindingFilter, today: string, limit: number): Promise<FindingKey[]> {
  const parts = branches(filter, areaCode, await comparedCounties(work, areaCode), "state").map(({ county, filter }) => sql`SELECT f.county_code, f.finding_id, f.code, f.rank, f.area_code FROM findings f WHERE f.county_code = ${county} AND ${filterSql(filter, today)}`);
  if (parts.length === 0) return [];
  const { rows } = await sql<FindingKey>`SELECT f.county_code, f.finding_id FROM (${sql.join(parts, sql` UNION ALL `)}) AS f ORDER BY f.code, f.rank, f.area_code, f.finding_id LIMIT ${limit + 1}`.execute(work);
  return rows;
}

/** These findings as they are now, in the order of the keys; those no longer in the scope are left out. */
export async function exportedFindings(work: Work, keys: readonly FindingKey[]): Promise<ExportedFinding[]> {
  const { rows } = await sql<ExportedFinding>`
    SELECT ${FINDING_COLUMNS}, f.rows, f.check_reason, f.evidence, ${PLACE_COLUMNS}, p.id_sealed, p.key_version
    FROM unnest(${keys.map(({ county_code }) => county_code)}::text[], ${keys.map(({ finding_id }) => finding_id)}::text[]) WITH ORDINALITY AS k(county_code, finding_id, nth)
    JOIN findings f ON f.county_code = k.county_code AND f.finding_id = k.finding_id
    LEFT JOIN persons p ON p.county_code = f.county_code AND p.person_no = f.person_no
    ${PLACE_JOINS} ORDER BY k.nth`.execute(work);
  return rows;
}
