import type { Severity } from "@doudi/contract";
import { sql } from "kysely";
import { copyLine } from "../../postgres/copyText.js";
import type { Copy, Work } from "../database.js";
import { RANKS } from "./findingFilter.js";
import { lockFindings } from "./lockFindings.js";

/** A row behind a finding, as the run knows it. */
export interface IncomingRow {
  version_id: number;
  kind: string;
  period: string;
  file: string;
  sheet: string;
  row: number;
}

/** A finding as a run reports it. */
export interface IncomingFinding {
  findingId: string;
  code: string;
  severity: Severity;
  /** Where it lies by what its rows say: county, township or village. */
  areaCode: string;
  /** Blind index of the person's id number; null where there is none. */
  idIndex: Buffer | null;
  idMasked: string;
  name: string;
  householdNo: string;
  /** Without a whole number of a person. */
  reason: string;
  source: string;
  score: number | null;
  rows: readonly IncomingRow[];
}

export interface Ingest {
  county: string;
  runId: number;
  /** The checks that were run: only their findings can be gone. */
  ran: readonly string[];
  findings: AsyncIterable<readonly IncomingFinding[]>;
}

export interface Ingested {
  new: number;
  same: number;
  gone: number;
}

/** Characters handed to COPY at a time. */
const COPY_CHARS = 256 * 1024;

/**
 * Brings the findings of a county up to what a run found: what is new is opened; what is still there keeps its state and
 * check, unless it says something else now and was decided before: then it is opened again; what came back is opened
 * again; what no longer lies where it was assigned to is taken from there; what is no longer found, of the checks that were
 * run, is gone. Set-based; call it in the transaction that ends
 * the run.
 */
export async function ingestFindings(work: Work, copy: Copy, { county, runId, ran, findings }: Ingest): Promise<Ingested> {
  await lockFindings(work, county);
  await sql`CREATE TEMPORARY TABLE incoming (
    nth bigint, finding_id text COLLATE "C", code text COLLATE "C", severity text COLLATE "C", rank smallint, area_code text COLLATE "C", id_index bytea,
    id_masked text, name text, household_no text COLLATE "C", reason text, source text, score numeric, sources jsonb) ON COMMIT DROP`.execute(work);
  await copy("COPY incoming FROM STDIN (FORMAT text)", pieces(findings));
  await sql`ANALYZE incoming`.execute(work);
  // Sizes of tables this new are guesses: a loop over millions of roster rows must not be the result of one.
  await sql`SET LOCAL enable_nestloop = off`.execute(work);
  await makeReady(work, county);
  const known = await updateKnown(work, county, runId);
  const inserted = await insertNew(work, county, runId);
  const gone = await closeGone(work, county, runId, ran);
  await sql`SELECT tidy_finding_counts(${county})`.execute(work);
  await sql`SET LOCAL enable_nestloop = on`.execute(work);
  // One that came back is news to the worklist, though it keeps its history.
  return { new: inserted + known.back, same: known.same, gone };
}

async function* pieces(findings: AsyncIterable<readonly IncomingFinding[]>): AsyncIterable<Buffer> {
  let piece = "";
  let count = 0;
  for await (const batch of findings) {
    for (const f of batch) {
      piece += copyLine(count, [
        f.findingId, f.code, f.severity, String(RANKS[f.severity]), f.areaCode, f.idIndex === null ? null : `\\x${f.idIndex.toString("hex")}`,
        f.idMasked, f.name, f.householdNo, f.reason, f.source, f.score === null ? null : String(f.score), json(f.rows),
      ]);
      count += 1;
      if (piece.length < COPY_CHARS) continue;
      yield Buffer.from(piece);
      piece = "";
    }
  }
  if (piece !== "") yield Buffer.from(piece);
}

/** PostgreSQL stores no U+0000, in a JSON text either. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll("\\u0000", "\\ufffd");
}

/** Table ready: the findings with their person, the numbers of their rows, and the fingerprint of what they say. */
async function makeReady(work: Work, county: string): Promise<void> {
  await sql`CREATE TEMPORARY TABLE incoming_rows ON COMMIT DROP AS
    SELECT i.finding_id, r.nth, r.source, (r.source ->> 'version_id')::bigint AS version_id,
      (r.source ->> 'file') || '#' || (r.source ->> 'sheet') || '#' || (r.source ->> 'row') AS place
    FROM incoming i CROSS JOIN LATERAL jsonb_array_elements(i.sources) WITH ORDINALITY AS r(source, nth)`.execute(work);
  await sql`ANALYZE incoming_rows`.execute(work);
  // Cells without places: a row that moved in its file says what it said before.
  await sql`CREATE TEMPORARY TABLE ready ON COMMIT DROP AS
    WITH told AS (
      SELECT r.finding_id,
        jsonb_agg(r.source || jsonb_build_object('row_no', t.row_no) ORDER BY r.nth) AS rows,
        string_agg((r.source ->> 'kind') || coalesce(t.cells::text, ''), ';' ORDER BY (r.source ->> 'kind') COLLATE "C", t.cells::text COLLATE "C") AS words
      FROM incoming_rows r
      LEFT JOIN roster_rows t ON t.county_code = ${county} AND t.version_id = r.version_id AND t.place = r.place
      GROUP BY r.finding_id)
    SELECT i.finding_id, i.code, i.severity, i.rank, i.id_masked, i.name, i.household_no, i.reason, i.source, i.score, p.person_no,
      CASE WHEN starts_with(p.area_code, i.area_code) THEN p.area_code ELSE i.area_code END AS area_code,
      coalesce(told.rows, '[]') AS rows,
      sha256(convert_to(concat_ws('|', i.code, i.severity, i.reason, i.score, told.words), 'UTF8')) AS fingerprint
    FROM incoming i
    LEFT JOIN told ON told.finding_id = i.finding_id
    LEFT JOIN persons p ON p.county_code = ${county} AND p.id_index = i.id_index`.execute(work);
  await sql`ANALYZE ready`.execute(work);
}

/**
 * Those that were there before, gone ones included. All that is kept of a finding comes from `before`, where it is locked: the row of the
 * UPDATE may still be that of before somebody's check a moment ago, and constraints look at what both together would make.
 */
async function updateKnown(work: Work, county: string, runId: number): Promise<{ same: number; back: number }> {
  const { rows } = await sql<{ same: number; back: number }>`
    WITH before AS MATERIALIZED (
      SELECT f.finding_id, f.state, f.assigned_area, f.assigned_by, f.due, f.check_reason, f.evidence, f.updated_at,
        f.state = 'gone' AS back, f.fingerprint <> r.fingerprint AS changed, lost.place AS lost,
        CASE f.verdict WHEN 'same' THEN 'confirmed' WHEN 'different' THEN 'refuted' END AS judged,
        f.verdict NOT IN ('same', 'different') AND (f.state = 'gone' OR (f.fingerprint <> r.fingerprint AND f.state IN ('confirmed', 'refuted', 'disputed')) OR (lost.place AND f.state = 'assigned')) AS reopened
      FROM findings f JOIN ready r ON r.finding_id = f.finding_id
      CROSS JOIN LATERAL (SELECT coalesce(NOT starts_with(r.area_code, f.assigned_area), false) AS place) AS lost
      WHERE f.county_code = ${county}
      FOR UPDATE OF f),
    kept AS (
      UPDATE findings f SET
        area_code = r.area_code, severity = r.severity, rank = r.rank, person_no = r.person_no, household_no = r.household_no, name = r.name, id_masked = r.id_masked,
        reason = r.reason, source = r.source, rows = r.rows, score = r.score, fingerprint = r.fingerprint, last_run = ${runId},
        state = CASE WHEN b.reopened THEN 'open' ELSE coalesce(b.judged, b.state) END,
        assigned_area = CASE WHEN b.reopened OR b.lost THEN NULL ELSE b.assigned_area END,
        assigned_by = CASE WHEN b.reopened OR b.lost THEN NULL ELSE b.assigned_by END,
        due = CASE WHEN b.reopened OR b.lost THEN NULL ELSE b.due END,
        check_reason = CASE WHEN b.reopened THEN NULL ELSE b.check_reason END,
        evidence = CASE WHEN b.reopened THEN NULL ELSE b.evidence END,
        updated_at = CASE WHEN b.back OR b.changed OR b.lost THEN later_than(b.updated_at) ELSE b.updated_at END
      FROM before b, ready r
      WHERE f.county_code = ${county} AND f.finding_id = b.finding_id AND r.finding_id = b.finding_id
      RETURNING f.finding_id, f.area_code, b.state AS was, b.back, b.changed OR b.lost AS changed),
    told AS (
      INSERT INTO finding_events (county_code, finding_id, area_code, act, detail)
      SELECT ${county}, k.finding_id, k.area_code, CASE WHEN k.back THEN 'back' ELSE 'changed' END, jsonb_build_object('run_id', ${runId}::bigint, 'was', k.was)
      FROM kept k WHERE k.back OR (k.changed AND k.was <> 'open'))
    SELECT count(*) FILTER (WHERE NOT back) AS same, count(*) FILTER (WHERE back) AS back FROM kept`.execute(work);
  return rows[0] ?? { same: 0, back: 0 };
}

/** Those never seen before. */
async function insertNew(work: Work, county: string, runId: number): Promise<number> {
  const { numAffectedRows } = await sql`
    INSERT INTO findings (county_code, finding_id, area_code, code, severity, rank, state, person_no, household_no, name, id_masked, reason, source, rows, score, fingerprint, first_run, last_run, updated_at)
    SELECT ${county}, r.finding_id, r.area_code, r.code, r.severity, r.rank, 'open', r.person_no, r.household_no, r.name, r.id_masked, r.reason, r.source, r.rows, r.score, r.fingerprint, ${runId}, ${runId}, clock_timestamp()
    FROM ready r WHERE NOT EXISTS (SELECT FROM findings f WHERE f.county_code = ${county} AND f.finding_id = r.finding_id)
    ORDER BY r.finding_id`.execute(work);
  return Number(numAffectedRows ?? 0);
}

async function closeGone(work: Work, county: string, runId: number, ran: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    WITH before AS MATERIALIZED (
      SELECT f.finding_id, f.state FROM findings f
      WHERE f.county_code = ${county} AND f.state <> 'gone' AND f.last_run <> ${runId} AND f.code = ANY (${ran as string[]}::text[])
      FOR UPDATE),
    closed AS (
      UPDATE findings f SET state = 'gone', updated_at = later_than(f.updated_at) FROM before b
      WHERE f.county_code = ${county} AND f.finding_id = b.finding_id
      RETURNING f.finding_id, f.area_code, b.state AS was),
    told AS (
      INSERT INTO finding_events (county_code, finding_id, area_code, act, detail)
      SELECT ${county}, c.finding_id, c.area_code, 'gone', jsonb_build_object('run_id', ${runId}::bigint, 'was', c.was) FROM closed c)
    SELECT count(*) AS count FROM closed`.execute(work);
  return rows[0]?.count ?? 0;
}
