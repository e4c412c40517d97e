import type { FindingCode, Severity } from "@doudi/contract";
import type { Finding, FindingState } from "@doudi/contract/api";
import { type RawBuilder, sql } from "kysely";

/** A finding as FINDING_COLUMNS select it. */
export interface FindingRecord {
  county_code: string;
  finding_id: string;
  code: FindingCode;
  severity: Severity;
  rank: number;
  state: FindingState;
  name: string;
  id_masked: string;
  person_no: number | null;
  area_code: string;
  area_name: string | null;
  household_no: string;
  reason: string;
  source: string;
  score: number | null;
  assigned_area: string | null;
  assigned_name: string | null;
  due: string | null;
  updated_at: Date;
}

export const FINDING_COLUMNS: RawBuilder<unknown> = sql`f.county_code, f.finding_id, f.code, f.severity, f.rank, f.state, f.name, f.id_masked, f.person_no, f.area_code, f.household_no, f.reason, f.source, f.score, f.assigned_area, f.due, f.updated_at`;
/** The names of its places (a village with its township), and the joins that they come from. */
export const PLACE_COLUMNS: RawBuilder<unknown> = sql`CASE WHEN lies.level = 'village' THEN coalesce((SELECT above.name FROM divisions above WHERE above.code = lies.parent_code), '') || lies.name ELSE lies.name END AS area_name, sent.name AS assigned_name`;
export const PLACE_JOINS: RawBuilder<unknown> = sql`LEFT JOIN divisions lies ON lies.code = f.area_code LEFT JOIN divisions sent ON sent.code = f.assigned_area`;

/** A finding as the API shows it. */
export function toFinding(row: FindingRecord): Finding {
  return {
    finding_id: row.finding_id, code: row.code, severity: row.severity, state: row.state,
    name: row.name, id_masked: row.id_masked, person_no: row.person_no, area: { code: row.area_code, name: row.area_name ?? row.area_code }, household_no: row.household_no,
    reason: row.reason, source: row.source, score: row.score,
    assigned: row.assigned_area === null ? null : { code: row.assigned_area, name: row.assigned_name ?? row.assigned_area },
    due: row.due, updated_at: row.updated_at.toISOString(),
  };
}
