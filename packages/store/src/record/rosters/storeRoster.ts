import type { RosterKind } from "@doudi/contract";
import type { Department } from "@doudi/contract/api";
import { maskId } from "@doudi/contract";
import { nameInitials, type RosterRow } from "@doudi/roster";
import { sql } from "kysely";
import { copyCell } from "../../postgres/copyText.js";
import type { Keyring } from "../../sealing/keyring.js";
import type { Copy, Work } from "../database.js";
import { personName } from "../persons/personName.js";
import { enterPersons, holdRegister, refreshPersons, touchPersonsOf } from "../persons/register.js";

export interface RosterToStore {
  county: string;
  versionId: number;
  department: Department;
  kind: RosterKind;
  period: string;
  rows: AsyncIterable<readonly RosterRow[]>;
  /** The division code of a township as a roster writes it; the county's where it is unknown. */
  areaOf(row: RosterRow): string;
  /** Told after each batch, of the rows so far. */
  progress?(rows: number): void;
  /** Locks the version; false where its rows are not asked for any more. */
  stillWanted(): Promise<boolean>;
  /** Changes the state of the version, before what persons are called and where they live is worked out anew from all rows that count. */
  settle(): Promise<void>;
}

const COPY_CHARS = 1 << 18;

/**
 * Replaces the rows of a version by those given and enters their persons in the register; false where they are not wanted
 * any more. Whoever takes both locks the register first and the version then.
 */
export async function storeRoster(work: Work, copy: Copy, keyring: Keyring, roster: RosterToStore): Promise<boolean> {
  const { county, versionId, department, kind, period } = roster;
  await sql`CREATE TEMPORARY TABLE incoming_rows (
    row_no bigint, area_code text COLLATE "C", place text, state text COLLATE "C", problem jsonb, household_no text COLLATE "C", name text, cells jsonb, sealed bytea,
    id_index bytea, id_masked text, id_sealed bytea, person_name text COLLATE "C", initials text COLLATE "C", sex text COLLATE "C", birth_date date, village text) ON COMMIT DROP`.execute(work);
  await copy("COPY incoming_rows FROM STDIN (FORMAT text)", pieces(keyring, roster));
  await sql`ANALYZE incoming_rows (id_index)`.execute(work);
  await holdRegister(work, county);
  if (!(await roster.stillWanted())) return false;
  await touchPersonsOf(work, county, versionId);
  await sql`DELETE FROM doudi.roster_rows WHERE county_code = ${county} AND version_id = ${versionId}`.execute(work);
  await enterPersons(work, county, keyring.version);
  await sql`
    INSERT INTO doudi.roster_rows (county_code, version_id, row_no, area_code, department, kind, period, place, state, problem, person_no, household_no, name, cells, sealed, key_version)
    SELECT ${county}, ${versionId}, i.row_no, i.area_code, ${department}, ${kind}, ${period}, i.place, i.state, i.problem, p.person_no, i.household_no, i.name, i.cells, i.sealed, ${keyring.version}
    FROM incoming_rows i LEFT JOIN doudi.persons p ON p.county_code = ${county} AND p.id_index = i.id_index
    ORDER BY i.row_no`.execute(work);
  await roster.settle();
  await refreshPersons(work, county);
  return true;
}

async function* pieces(keyring: Keyring, { county, rows, areaOf, progress }: RosterToStore): AsyncIterable<Buffer> {
  let piece = "";
  let count = 0;
  for await (const batch of rows) {
    for (const row of batch) {
      piece += `${rowCells(keyring, county, row, areaOf(row))}\t${personCells(keyring, county, row)}\n`;
      if (piece.length < COPY_CHARS) continue;
      yield Buffer.from(piece);
      piece = "";
    }
    count += batch.length;
    progress?.(count);
  }
  if (piece !== "") yield Buffer.from(piece);
}

function rowCells(keyring: Keyring, county: string, row: RosterRow, areaCode: string): string {
  const sealed = Object.keys(row.numbers).length === 0 ? NULL : bytea(keyring.seal(county, JSON.stringify(row.numbers)));
  const problem = row.problem === null ? NULL : copyCell(JSON.stringify(row.problem));
  return `${row.rowNo}\t${areaCode}\t${copyCell(row.place)}\t${row.state}\t${problem}\t${copyCell(row.householdNo)}\t${copyCell(row.name)}\t${copyCell(JSON.stringify(row.cells))}\t${sealed}`;
}

const NULL = "\\N";
const NOBODY = Array.from({ length: 8 }, () => NULL).join("\t");

/** What the id says of its person, and what the row adds. */
function personCells(keyring: Keyring, county: string, { id, name, village }: RosterRow): string {
  if (id === null) return NOBODY;
  const called = personName(name);
  const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  const sex = Number(id[16]) % 2 === 1 ? "male" : "female";
  return `${bytea(keyring.index(id))}\t${maskId(id)}\t${bytea(keyring.seal(county, id))}\t${copyCell(called)}\t${copyCell(nameInitials(called))}\t${sex}\t${birth}\t${copyCell(village)}`;
}

/** Its backslash escaped, as COPY wants it. */
function bytea(bytes: Buffer): string {
  return `\\\\x${bytes.toString("hex")}`;
}
