import type { RosterKind } from "@doudi/contract";
import { sql } from "kysely";
import type { SealedRow } from "../../sealing/maskedCells.js";
import type { Work } from "../database.js";

/** A row of a roster that says something of a person or a household, with the version it stands in. */
export interface EvidenceRow extends SealedRow {
  readonly version_id: number;
  readonly row_no: number;
  readonly kind: RosterKind;
  readonly period: string;
  readonly version_state: "read" | "submitted" | "signed";
  /** When the version was signed, or came. */
  readonly at: Date;
  /** file#sheet#row */
  readonly place: string;
  readonly area_code: string;
  readonly person_no: number | null;
  readonly household_no: string | null;
  readonly name: string;
}

const COLUMNS = sql`r.county_code, r.version_id, r.row_no, r.kind, r.period, v.state AS version_state, v.at, r.place, r.area_code, r.person_no, r.household_no, r.name, r.cells, r.sealed, r.key_version`;
/** A version that is still being read has not all its rows; one withdrawn says nothing any more. */
const STANDS = sql`r.state <> 'rejected' AND v.state IN ('read', 'submitted', 'signed')`;

/** Every row of a person over all versions that stand, the newest first. */
export async function rowsOfPerson(work: Work, county: string, personNo: number): Promise<EvidenceRow[]> {
  const { rows } = await sql<EvidenceRow>`
    SELECT ${COLUMNS} FROM roster_rows r JOIN versions_of(${county}) AS v ON v.version_id = r.version_id
    WHERE r.county_code = ${county} AND r.person_no = ${personNo} AND ${STANDS}
    ORDER BY r.period DESC, r.version_id DESC, r.row_no`.execute(work);
  return rows;
}

/** Every row of a household over all versions that stand, the newest first. Repeated rows of one person are left out. */
export async function rowsOfHousehold(work: Work, counties: readonly string[], kind: RosterKind, householdNo: string): Promise<EvidenceRow[]> {
  const { rows } = await sql<EvidenceRow>`
    SELECT ${COLUMNS} FROM unnest(${counties}::text[]) AS c (county) CROSS JOIN LATERAL versions_of(c.county) AS v
    JOIN roster_rows r ON r.county_code = c.county AND r.version_id = v.version_id
    WHERE r.household_no = ${householdNo} AND r.kind = ${kind} AND ${STANDS} AND r.state = 'accepted'
    ORDER BY r.county_code, r.period DESC, r.version_id DESC, r.row_no`.execute(work);
  return rows;
}

/** What the newest signed rosters say of some persons, and which kinds there are. */
export interface Evidence {
  readonly rows: readonly EvidenceRow[];
  /** Kinds with a signed version: of these it is known who is not on them. */
  readonly kinds: ReadonlySet<RosterKind>;
}

/** Rows of persons of one county: of each kind from the newest signed version; of `events`, kinds whose quarters add up, from the newest of each quarter. */
export async function currentEvidence(work: Work, county: string, persons: readonly number[], events: readonly RosterKind[]): Promise<Evidence> {
  const newest = sql`
    SELECT DISTINCT ON (n.kind, n.quarter) n.* FROM (SELECT v.*, CASE WHEN v.kind = ANY (${events}::text[]) THEN v.period ELSE '' END AS quarter FROM versions_of(${county}) AS v WHERE v.state = 'signed') AS n
    ORDER BY n.kind, n.quarter, n.period DESC, n.version_id DESC`;
  const { rows: kinds } = await sql<{ kind: RosterKind }>`SELECT DISTINCT n.kind FROM (${newest}) AS n`.execute(work);
  const { rows } = await sql<EvidenceRow>`
    WITH v AS MATERIALIZED (${newest})
    SELECT ${COLUMNS} FROM unnest(${persons}::bigint[]) AS k (no) JOIN roster_rows r ON r.county_code = ${county} AND r.person_no = k.no JOIN v ON v.version_id = r.version_id
    WHERE r.state = 'accepted' ORDER BY r.person_no, r.kind, r.version_id, r.row_no`.execute(work);
  return { rows, kinds: new Set(kinds.map(({ kind }) => kind)) };
}
