import type { Department, FindingState, Role, VersionState } from "@doudi/contract/api";
import type { ColumnType, Generated, Insertable, JSONColumnType, Selectable } from "kysely";

// What migrations/ made, as TypeScript. Days are texts, moments Dates, bigint a number.

type Day = ColumnType<string | null, string | null, string | null>;
type Moment = ColumnType<Date, Date | string | undefined, Date | string>;
type MaybeMoment = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
/** In as a JSON text, out as the value. */
type Json<T> = ColumnType<T, string, string>;
type MaybeJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

interface Bilingual { zh: string; en: string }

interface SealingKeysTable { key_version: number; mark: Buffer }

interface DivisionsTable { code: string; name: string; level: string; parent_code: string | null; valid_from: Day; valid_to: Day; successor_code: string | null }

interface UsersTable {
  user_id: Generated<number>; login: string; name: string; role: Role; department: Department | null; area_code: string; password_hash: string | null; password_to_change: Generated<boolean>; oidc_subject: string | null;
  second_factor_sealed: Buffer | null; second_factor_key_version: number | null; second_factor_confirmed: Generated<boolean>; second_factor_last_step: Generated<number>;
  failed_logins: Generated<number>; next_login_after: MaybeMoment; locked_until: MaybeMoment; last_login: MaybeMoment; active: Generated<boolean>; created_at: Moment;
}

interface SessionsTable { token_digest: Buffer; session: string; user_id: number; area_code: string; csrf: string; second_factor_given: Generated<boolean>; password_to_change: Generated<boolean>; created_at: Moment; seen_at: Moment; expires_at: ColumnType<Date, Date, Date> }

interface AuditTable { seq: number; at: Date; user_id: number | null; area_code: string | null; act: string; object_kind: string; object_id: string; detail: JSONColumnType<Record<string, unknown>>; previous: Buffer; digest: Buffer }

interface RosterFilesTable { county_code: string; area_code: string; department: Department; digest: string; bytes: number; key_version: number; sealed: Buffer }

interface RosterVersionsTable {
  county_code: string; version_id: Generated<number>; area_code: string; department: Department; kind: string | null; period: string; state: VersionState; file_name: string; digest: string; bytes: number;
  mapping: MaybeJson<{ kind: string; columns: Record<string, string> }>; inspection: MaybeJson<unknown>;
  rows: Generated<number>; accepted: Generated<number>; duplicates: Generated<number>; rejected: Generated<number>; problem: MaybeJson<Bilingual>; job_id: number | null;
  uploaded_by: number; uploaded_at: Moment; submitted_by: number | null; submitted_at: MaybeMoment; signed_by: number | null; signed_at: MaybeMoment;
  withdrawn_by: number | null; withdrawn_at: MaybeMoment; withdrawn_reason: string | null;
}

interface RosterRowsTable {
  county_code: string; version_id: number; row_no: number; area_code: string; department: Department; kind: string; period: string; place: string; state: "accepted" | "duplicate" | "rejected"; problem: MaybeJson<Bilingual>;
  person_no: number | null; household_no: string | null; name: string; cells: Json<Record<string, string>>; sealed: Buffer | null; key_version: number;
}

interface ColumnMappingsTable { county_code: string; area_code: string; department: Department; headers_digest: string; kind: string; columns: Json<Record<string, string>>; saved_by: number; saved_at: Moment }

interface CalendarSettingsTable { county_code: string; area_code: string; starts_runs: boolean }

interface PersonsTable {
  county_code: string; person_no: Generated<number>; area_code: string; name: string; initials: string; sex: "male" | "female" | null; birth_date: Day; village: Generated<string>;
  id_masked: string; id_index: Buffer; id_sealed: Buffer; key_version: number;
}

interface PersonGramsTable { county_code: string; gram: string; area_code: string; person_no: number }

interface ComparisonRunsTable {
  county_code: string; run_id: Generated<number>; area_code: string; as_of: ColumnType<string, string, string>; state: "queued" | "running" | "done" | "failed"; policy: Generated<string>; versions: number[];
  summary: MaybeJson<Record<string, unknown>>; report: string | null; new_findings: Generated<number>; same_findings: Generated<number>; gone_findings: Generated<number>; problem: MaybeJson<Bilingual>; job_id: number | null;
  started_by: number | null; started_at: Moment; finished_at: MaybeMoment; calendar_period: string | null; missing: string[] | null;
}

/** A row behind a finding. */
export interface FindingSource { version_id: number | null; kind: string; period: string; file: string; sheet: string; row: number; row_no: number | null }

interface FindingsTable {
  county_code: string; finding_id: string; area_code: string; code: string; severity: "high" | "medium" | "low"; rank: number; state: FindingState; person_no: number | null; household_no: Generated<string>; name: string; id_masked: string;
  reason: string; source: string; rows: Json<FindingSource[]>; score: number | null; fingerprint: Buffer; assigned_area: string | null; assigned_by: number | null; due: Day; check_reason: string | null; evidence: string | null;
  verdict: Generated<"none" | "same" | "different" | "unsure">; first_run: number; last_run: number; updated_at: Moment;
}

/** Kept by the database. The same counts may stand in several rows: sum them up. */
interface FindingCountsTable { county_code: string; area_code: string; state: FindingState; code: string; rank: number; verdict: string; assigned_area: string | null; due: Day; n: number }

interface FindingEventsTable { county_code: string; event_id: Generated<number>; finding_id: string; area_code: string; at: Moment; user_id: number | null; act: string; detail: Json<Record<string, unknown>>; note_sealed: Buffer | null; key_version: number | null; batch: string | null }

interface JobsTable {
  county_code: string; job_id: Generated<number>; area_code: string; department: Department | null; kind: "read_roster" | "compare"; object_id: number; state: "queued" | "running" | "done" | "failed"; step: MaybeJson<Bilingual>;
  done: Generated<number>; total: Generated<number>; problem: MaybeJson<Bilingual>; created_by: number | null; created_at: Moment; finished_at: MaybeMoment;
}

export interface Tables {
  sealing_keys: SealingKeysTable; divisions: DivisionsTable; users: UsersTable; sessions: SessionsTable; audit: AuditTable; roster_files: RosterFilesTable; roster_versions: RosterVersionsTable; roster_rows: RosterRowsTable; column_mappings: ColumnMappingsTable; calendar_settings: CalendarSettingsTable;
  persons: PersonsTable; person_grams: PersonGramsTable; comparison_runs: ComparisonRunsTable; findings: FindingsTable; finding_counts: FindingCountsTable; finding_events: FindingEventsTable; jobs: JobsTable;
}

export type RowOf<T extends keyof Tables> = Selectable<Tables[T]>;
export type NewRow<T extends keyof Tables> = Insertable<Tables[T]>;
