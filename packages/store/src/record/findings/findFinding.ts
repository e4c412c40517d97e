import { DoudiError } from "@doudi/contract";
import { sql } from "kysely";
import type { Work } from "../database.js";
import type { FindingSource } from "../tables.js";
import { comparedCounties } from "./findingFilter.js";
import { FINDING_COLUMNS, type FindingRecord, PLACE_COLUMNS, PLACE_JOINS } from "./findingRow.js";

export interface FindingDetail extends FindingRecord {
  rows: FindingSource[];
  first_run: number;
  last_run: number;
  verdict: "none" | "same" | "different" | "unsure";
}

/** A row of a roster behind a finding; `sealed` opens to the JSON of its numbers. */
export interface SourceRecord {
  version_id: number;
  row_no: number;
  person_no: number | null;
  cells: Record<string, string>;
  sealed: Buffer | null;
  key_version: number;
}

export interface FindingEvent {
  at: Date;
  user_id: number | null;
  name: string | null;
  act: string;
  detail: Record<string, unknown>;
  note_sealed: Buffer | null;
  key_version: number | null;
  area_name: string | null;
}

/** Finds one finding within the scope. Throws not_found. */
export async function findFinding(work: Work, areaCode: string, findingId: string): Promise<FindingDetail> {
  const { rows } = await sql<FindingDetail>`SELECT ${FINDING_COLUMNS}, f.rows, f.first_run, f.last_run, f.verdict, ${PLACE_COLUMNS} FROM findings f ${PLACE_JOINS} WHERE f.county_code = ANY (${await comparedCounties(work, areaCode)}::text[]) AND f.finding_id = ${findingId} ORDER BY f.county_code LIMIT 1`.execute(work);
  const [row] = rows;
  if (row === undefined) throw new DoudiError("not_found");
  return row;
}

/** The roster rows behind findings of a county, as far as the scope shows them. */
export async function sourceRows(work: Work, county: string, sources: readonly Pick<FindingSource, "version_id" | "row_no">[]): Promise<SourceRecord[]> {
  const known = sources.filter(({ version_id, row_no }) => version_id !== null && row_no !== null);
  if (known.length === 0) return [];
  const { rows } = await sql<SourceRecord>`
    SELECT t.version_id, t.row_no, t.person_no, t.cells, t.sealed, t.key_version
    FROM unnest(${known.map(({ version_id }) => version_id)}::bigint[], ${known.map(({ row_no }) => row_no)}::bigint[]) AS k(version_id, row_no)
    JOIN roster_rows t ON t.county_code = ${county} AND t.version_id = k.version_id AND t.row_no = k.row_no`.execute(work);
  return rows;
}

export interface PersonRow {
  kind: string;
  period: string;
  version_id: number;
  row_no: number;
  cells: Record<string, string>;
}

/** What signed rosters say of a person: the rows of the newest signed version of each kind. */
export async function factRowsOfPerson(work: Work, county: string, personNo: number): Promise<PersonRow[]> {
  const { rows } = await sql<PersonRow>`
    SELECT t.kind, t.period, t.version_id, t.row_no, t.cells FROM (
      SELECT t.kind, t.period, t.version_id, t.row_no, t.cells, dense_rank() OVER (PARTITION BY t.kind ORDER BY t.period DESC, t.version_id DESC) AS age
      FROM roster_rows t JOIN roster_versions v ON v.county_code = t.county_code AND v.version_id = t.version_id
      WHERE t.county_code = ${county} AND t.person_no = ${personNo} AND t.state = 'accepted' AND v.state = 'signed') AS t
    WHERE t.age = 1 ORDER BY t.kind, t.version_id, t.row_no`.execute(work);
  return rows;
}

/** What happened to a finding, oldest first. */
export async function eventsOf(work: Work, county: string, findingId: string): Promise<FindingEvent[]> {
  const { rows } = await sql<FindingEvent>`
    SELECT e.at, e.user_id, staff_name(e.user_id) AS name, e.act, e.detail, e.note_sealed, e.key_version, d.name AS area_name
    FROM finding_events e LEFT JOIN divisions d ON d.code = e.detail ->> 'to'
    WHERE e.county_code = ${county} AND e.finding_id = ${findingId} ORDER BY e.event_id`.execute(work);
  return rows;
}
