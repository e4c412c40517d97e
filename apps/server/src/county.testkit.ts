import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { maskId } from "@doudi/contract";
import { type Department, departmentOf, type Role, ROLES } from "@doudi/contract/api";
import { loadPolicy } from "@doudi/decision";
import type { Policy } from "@doudi/policy";
import { Divisions, loadKinds, openFile, openMapped, type RosterFile, type RosterMapping } from "@doudi/roster";
import { Database, Keyring, migrate, scopeOf, startEmbeddedServer, type Work } from "@doudi/store";
import { sql } from "kysely";
import type { Application } from "./application.js";
import type { Caller } from "./handler.js";

/** A server's parts over a real PostgreSQL of the test's own, and a county on record. */
export interface TestCounty {
  application: Application;
  county: string;
  townships: { code: string; name: string }[];
  /** A transaction as the system in the county. */
  within<T>(work: (work: Work) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const COUNTY = "533323";
const POLICIES = new URL("../../../policies", import.meta.url).pathname;
const PASSWORD = "application";

export async function startTestCounty(): Promise<TestCounty> {
  const folder = await mkdtemp(join(tmpdir(), "doudi-county-"));
  const server = await startEmbeddedServer({ folder, password: "test", settings: { fsync: "off", full_page_writes: "off" } });
  await migrate(server.url(), PASSWORD);
  const database = new Database(server.url("postgres", "doudi_app", PASSWORD));
  const divisions = Divisions.read();
  const policies = new Map<string, Promise<Policy>>();
  const application: Application = {
    database, keyring: new Keyring(Buffer.alloc(32, 7)),
    law: { policyOf: (place, date) => {
      const policy = policies.get(`${place} ${date}`) ?? loadPolicy(POLICIES, place, date);
      policies.set(`${place} ${date}`, policy);
      return policy;
    } },
    now: () => new Date("2020-07-01T02:00:00Z"),
    queue: {
      // The row that users see, without a runner: tests run the job themselves.
      async add(work, { kind, objectId, county, department, userId }) {
        const { job_id } = await work.insertInto("jobs").values({ county_code: county, area_code: county, department, kind, object_id: objectId, state: "queued", created_by: userId }).returning("job_id").executeTakeFirstOrThrow();
        return job_id;
      },
    },
  };
  const within: TestCounty["within"] = (work) => database.within({ userId: null, areaCode: COUNTY, department: "all" }, work);
  const townships = divisions.townshipsIn(COUNTY).filter(({ parent }) => parent === COUNTY).map(({ code, name }) => ({ code, name }));
  await within(async (work) => {
    await work.insertInto("divisions").values([{ code: COUNTY, name: "福贡县", level: "county", parent_code: null, valid_from: null, valid_to: null, successor_code: null }, ...townships.map(({ code, name }) => ({ code, name, level: "township", parent_code: COUNTY, valid_from: null, valid_to: null, successor_code: null }))]).execute();
    await work.insertInto("users").values(["经办甲", "审批乙"].map((name, at) => ({ login: `u${at}`, name, role: "county_clerk" as const, department: null, area_code: COUNTY, password_hash: null, oidc_subject: null, second_factor_sealed: null }))).execute();
  });
  return {
    application, county: COUNTY, townships, within,
    async stop() {
      await database.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Somebody of a role who is logged in. */
export function callerAs(role: Role, areaCode: string, userId = 1): Caller {
  const department = ROLES[role].ownDepartmentOnly ? ("disabled_federation" as const) : null;
  return { userId, login: "u", name: "经办甲", role, department, areaCode, scope: scopeOf({ userId, areaCode, role, department }), lang: "zh", session: "" };
}

/**
 * Puts every roster of a folder on record as a signed version of 2020Q2, with its file sealed, its rows and its persons.
 *
 * @param corrected file → what somebody said its columns are
 */
export async function signRosters({ application, within, county }: TestCounty, folder: string, corrected: Readonly<Record<string, RosterMapping>> = {}): Promise<Map<string, number>> {
  const versions = new Map<string, number>();
  for (const name of (await readdir(folder)).sort()) {
    const mapping = corrected[name] ?? null;
    const options = { kinds: loadKinds(), name };
    const { rosters } = await (mapping === null ? openFile(join(folder, name), options) : openMapped(join(folder, name), options, mapping));
    for (const roster of rosters) versions.set(name, await within((work) => signRoster(work, application.keyring, county, roster, mapping)));
  }
  return versions;
}

async function signRoster(work: Work, keyring: Keyring, county: string, roster: RosterFile, mapping: RosterMapping | null): Promise<number> {
  const department: Department = departmentOf(roster.kind);
  const bytes = await readFile(roster.path);
  const digest = createHash("sha256").update(bytes).digest("hex");
  await work.insertInto("roster_files").values({ county_code: county, area_code: county, department, digest, bytes: bytes.length, key_version: keyring.version, sealed: keyring.seal(county, bytes) }).onConflict((conflict) => conflict.doNothing()).execute();
  const { version_id } = await work.insertInto("roster_versions").values({
    county_code: county, area_code: county, department, kind: roster.kind, period: "2020Q2", state: "signed", file_name: roster.name, mapping: mapping === null ? null : JSON.stringify(mapping), digest, bytes: bytes.length,
    job_id: null, uploaded_by: 1, submitted_by: 1, signed_by: 2, signed_at: new Date("2020-06-30T00:00:00Z"), withdrawn_by: null, withdrawn_reason: null,
  }).returning("version_id").executeTakeFirstOrThrow();
  let rowNo = 0;
  for (const sheet of roster.sheets) {
    for await (const { rows } of sheet.read()) {
      const lines = rows.map(({ row, cells }) => {
        rowNo += 1;
        const own = Object.fromEntries(sheet.mapping.flatMap((column, at) => (column === null ? [] : [[column, cells[at] ?? ""]])));
        const { id_number = "", head_id = "", certificate = "", ...open } = own;
        const numbers = Object.fromEntries(Object.entries({ id_number, head_id, certificate }).filter(([, value]) => value !== ""));
        return { row_no: rowNo, place: `${roster.name}#${sheet.sheet}#${row}`, name: own["name"] ?? "", household_no: own["household_no"] ?? null, cells: open, numbers, id: /^\d{17}[\dXx]$/.test(id_number) ? id_number.toUpperCase() : null };
      });
      await insertRows(work, keyring, { county, department, versionId: version_id, kind: roster.kind }, lines);
    }
  }
  return version_id;
}

interface Line { row_no: number; place: string; name: string; household_no: string | null; cells: Record<string, string>; numbers: Record<string, string>; id: string | null }

async function insertRows(work: Work, keyring: Keyring, { county, department, versionId, kind }: { county: string; department: Department; versionId: number; kind: string }, lines: readonly Line[]): Promise<void> {
  for (let at = 0; at < lines.length; at += 500) {
    const some = lines.slice(at, at + 500);
    const persons = [...new Map(some.flatMap(({ id, name }) => (id === null ? [] : [[id, name]]))).entries()];
    if (persons.length > 0)
      await work.insertInto("persons").values(persons.map(([id, name]) => ({ county_code: county, area_code: county, name, initials: "", sex: null, birth_date: null, id_masked: maskId(id), id_index: keyring.index(id), id_sealed: keyring.seal(county, id), key_version: keyring.version }))).onConflict((conflict) => conflict.doNothing()).execute();
    await sql`INSERT INTO roster_rows (county_code, version_id, row_no, area_code, department, kind, period, place, state, person_no, household_no, name, cells, sealed, key_version)
      SELECT ${county}, ${versionId}, l.row_no, ${county}, ${department}, ${kind}, '2020Q2', l.place, 'accepted', p.person_no, l.household_no, l.name, l.cells, decode(l.sealed, 'hex'), ${keyring.version}
      FROM jsonb_to_recordset(${JSON.stringify(some.map(({ id, numbers, ...line }) => ({ ...line, sealed: keyring.seal(county, JSON.stringify(numbers)).toString("hex"), id_index: id === null ? null : keyring.index(id).toString("hex") })))}::jsonb)
        AS l(row_no bigint, place text, name text, household_no text, cells jsonb, sealed text, id_index text)
      LEFT JOIN persons p ON p.county_code = ${county} AND p.id_index = decode(l.id_index, 'hex')`.execute(work);
  }
}
