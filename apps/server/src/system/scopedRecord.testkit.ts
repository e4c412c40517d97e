import { createHash } from "node:crypto";
import { type Department, type Role, ROLE_CODES, ROLES, levelOf } from "@doudi/contract/api";
import { fillSample, insertJob, mergeDivisions, type Scope, scopeOf } from "@doudi/store";
import { startTestRecord, type TestRecord } from "@doudi/store/testkit";
import type { FastifyInstance } from "fastify";
import type { Application } from "../application.js";
import { allHandlers } from "../handlers/allHandlers.js";
import { buildServer } from "../http/buildServer.js";
import { SERVER_OPTIONS } from "../http/serverOptions.js";
import { PackLaw } from "../law.js";
import { Browser } from "../server.testkit.js";
import { SESSION_SETTINGS } from "../session/sessionSettings.js";

export type Row = Record<string, unknown>;

/** Somebody with a session on the server. */
export interface ScopedUser {
  readonly userId: number;
  readonly role: Role;
  readonly department: Department | null;
  readonly area: string;
  readonly scope: Scope;
  readonly browser: Browser;
}

/** A small record of four counties, of which two lie in one prefecture and one in another province, with rows of every kind. */
export interface ScopedRecord {
  readonly record: TestRecord;
  readonly server: FastifyInstance;
  readonly users: readonly ScopedUser[];
  /** As the owner, whom no row-level security holds. */
  rows(statement: string, values?: readonly unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

const COUNTIES: Readonly<Record<string, readonly string[]>> = {
  "533323": ["533323101", "533323102", "533323201"], "533324": ["533324101", "533324201"], "532901": ["532901101"], "511902": ["511902100"],
};
/** A county that was merged into another after it had worked for a while: its rows keep their county and lie in the other one. */
export const MERGED = { from: "533325", townships: ["533325100", "533325200"], into: "533324" } as const;
const DIVISIONS = [...new Set([...Object.values(COUNTIES).flat(), ...MERGED.townships].flatMap((code) => [2, 4, 6, 9].map((length) => code.slice(0, length))))];
const DEPARTMENTS = ["civil_affairs", "rural_revitalisation", "disabled_federation"] as const;
const PERSONS = 240;
const FINDINGS = 80;
const DIGITS = "abcdefghij";

/** Stands in the words of every row: where it lies, and whose it is. Letters, since long numbers are masked in answers. */
export const MARK = /@([a-j]{2,12})\.(\w+)@/g;
export function areaOfMark(letters: string): string {
  return [...letters].map((letter) => DIGITS.indexOf(letter)).join("");
}

const mark = (area: string, whose: string): string => `('@' || translate(${area}, '0123456789', '${DIGITS}') || '.' || ${whose} || '@')`;

/** The rows of a table of an area: as the policies of the schema should have it, written down a second time. */
export const VISIBLE = {
  users: ({ areaCode, userId }: Scope) => `(${inside(areaCode)} OR user_id = ${userId ?? -1})`,
  sessions: ({ areaCode, userId }: Scope) => `(${inside(areaCode)} OR user_id = ${userId ?? -1})`,
  audit: ({ areaCode }: Scope) => inside(areaCode),
  calendar_settings: ({ areaCode }: Scope) => inside(areaCode), roster_files: ofDepartment, roster_versions: ofDepartment, roster_rows: ofDepartment, column_mappings: ofDepartment,
  persons: ofPersons, person_grams: ofPersons, comparison_runs: ofPersons, findings: ofPersons, finding_counts: ofPersons, finding_events: ofPersons,
  jobs: ({ areaCode, department }: Scope) => `(${inside(areaCode)} AND ${department === "all" || department === "none" ? "true" : `department = '${department}'`})`,
} as const satisfies Record<string, (scope: Scope) => string>;

export function inside(area: string, column = "area_code"): string {
  return `left(${column}, ${area.length}) = '${area}'`;
}

function ofPersons({ areaCode, department }: Scope): string {
  return `(${inside(areaCode)} AND ${department === "all"})`;
}

function ofDepartment({ areaCode, department }: Scope): string {
  return `(${inside(areaCode)} AND ${department === "all" ? "true" : `department = '${department}'`})`;
}

export async function startScopedRecord(): Promise<ScopedRecord> {
  const record = await startTestRecord();
  const owner = await record.server.connect();
  await owner.query("SET search_path = doudi");
  const rows = async (statement: string, values: readonly unknown[] = []): Promise<Row[]> => (await owner.query<Row>(statement, [...values])).rows;
  for (const code of DIVISIONS) await rows("INSERT INTO divisions (code, name, level, parent_code) VALUES ($1, '区划' || $1, $2, $3)", [code, levelOf(code), code.length === 2 ? null : code.slice(0, code.length === 9 ? 6 : code.length - 2)]);
  for (const [county, townships] of [...Object.entries(COUNTIES), [MERGED.from, MERGED.townships] as const]) {
    await fillSample({ ownerUrl: record.ownerUrl, keyring: record.keyring, persons: PERSONS, findings: FINDINGS, county, townships });
    for (const statement of statements(county)) await rows(statement);
  }
  await record.database.within({ userId: null, areaCode: MERGED.from.slice(0, 4), department: "all" }, (work) => mergeDivisions(work, { from: MERGED.from, into: MERGED.into, on: "2020-07-01", reason: "撤并" }));
  await rows(`UPDATE jobs SET problem = jsonb_build_object('zh', m, 'en', m) FROM (SELECT ${mark(`'${MERGED.into}'`, "'open'")} AS m) AS m WHERE county_code = '${MERGED.from}' AND problem IS NOT NULL`);
  await rows(`UPDATE comparison_runs SET report = m, policy = m FROM (SELECT ${mark(`'${MERGED.into}'`, "'person'")} AS m) AS m WHERE county_code = '${MERGED.from}'`);
  await rows(`UPDATE persons SET village = village || ${mark("area_code", "'person'")}`);
  await rows(`UPDATE roster_rows SET cells = cells || jsonb_build_object('remark', ${mark("area_code", "department")})`);
  await rows(`UPDATE findings SET reason = ${mark("area_code", "'person'")}, source = ${mark("area_code", "'person'")}, household_no = 'N1'`);
  await rows(`UPDATE roster_versions SET file_name = ${mark("area_code", "department")} || file_name`);
  const villages = (await rows("SELECT area_code FROM findings WHERE area_code LIKE '533323%' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 2")).map(({ area_code: code }) => String(code));
  const users = await addUsers(rows, villages);
  // Now that there are users: whose jobs, whose versions, and what the record of acts says.
  await rows(`UPDATE jobs j SET created_by = (SELECT user_id FROM users u WHERE u.role IN ('county_clerk', 'department_user') AND u.area_code = j.county_code AND u.department IS NOT DISTINCT FROM j.department LIMIT 1)`);
  await rows(`SELECT audit_append('finding.check', 'finding', f.finding_id, jsonb_build_object('mark', ${mark("f.area_code", "'open'")}), f.area_code) FROM (SELECT DISTINCT ON (area_code) * FROM findings ORDER BY area_code) AS f`);
  await rows("SELECT audit_append('roster.upload', 'roster_version', version_id::text, '{}', area_code) FROM roster_versions");
  const law = await PackLaw.open();
  const application: Application = { database: record.database, keyring: record.keyring, queue: { add: insertJob }, law, now: () => new Date() };
  const session = { ...SESSION_SETTINGS, secondFactor: false };
  const server = await buildServer(application, allHandlers(session, law), { ...SERVER_OPTIONS, session, strict: true, logLevel: "silent", limits: { perAddress: 1e9, perSession: 1e9, loginsPerAddress: 1e9 } });
  return {
    record, server, rows,
    users: users.map(({ token, ...user }) => {
      const browser = new Browser(server);
      browser.cookie = `doudi_session=${token}`;
      browser.csrf = token;
      return { ...user, scope: scopeOf({ ...user, areaCode: user.area }), browser };
    }),
    async stop() {
      await server.close();
      await owner.end();
      await record.stop();
    },
  };
}

/** Every role in every area of a level it works at; departments in two counties. */
async function addUsers(rows: ScopedRecord["rows"], villages: readonly string[]): Promise<(Omit<ScopedUser, "scope" | "browser"> & { token: string })[]> {
  const areas = { province: ["53", "51"], prefecture: ["5333", "5329"], county: ["533323", "533324"], township: ["533323101", "533323102", "533324101"], village: villages };
  const wanted = ROLE_CODES.flatMap((role) => ROLES[role].levels.flatMap((level) => areas[level]).flatMap((area) => (ROLES[role].ownDepartmentOnly ? DEPARTMENTS : [null]).map((department) => ({ role, area, department }))));
  const users: (Omit<ScopedUser, "scope" | "browser"> & { token: string })[] = [];
  for (const [at, { role, area, department }] of wanted.entries()) {
    const [added] = await rows("INSERT INTO users (login, name, role, department, area_code) VALUES ($1, $2, $3, $4, $5) RETURNING user_id::int", [`user${at}`, `用户${at}`, role, department, area]);
    const userId = Number(added?.["user_id"]);
    const token = `token-${at}`;
    await rows("INSERT INTO sessions (token_digest, session, user_id, area_code, csrf, expires_at) VALUES ($1, $2, $3, $4, $5, now() + interval '1 hour')", [createHash("sha256").update(token).digest(), at.toString(16).padStart(16, "0"), userId, area, token]);
    users.push({ userId, role, area, department, token });
  }
  return users;
}

/** What the sample has not: files, mappings, jobs, versions in other states, links, due days, events with their acts, a report. */
function statements(county: string): string[] {
  const departments = `(VALUES ${DEPARTMENTS.map((department, at) => `('${department}', '${["dibao", "poor", "disabled"][at]}')`).join(", ")}) AS d (department, kind)`;
  const inspection = `'{"encoding":"utf-8","kind":null,"sure":0,"sheets":[{"name":"","header_rows":[1],"rows":1,"columns":[{"header":"姓名","column":"name","name":null,"samples":[]}]}],"problems":[],"possible":[],"headers_digest":"aa"}'`;
  return [
    `INSERT INTO roster_files SELECT '${county}', '${county}', department, encode(sha256(convert_to(department, 'UTF8')), 'hex'), 1, 1, '\\x00' FROM ${departments}`,
    `INSERT INTO calendar_settings VALUES ('${county}', '${county}', false)`,
    `INSERT INTO column_mappings SELECT '${county}', '${county}', department, 'aa', kind, '{}', 1 FROM ${departments}`,
    `INSERT INTO roster_versions (county_code, area_code, department, kind, period, state, file_name, digest, bytes, inspection, uploaded_by, signed_by, signed_at, submitted_by)
     SELECT '${county}', '${county}', department, kind, period, state, kind || '.csv', encode(sha256(convert_to(department || state, 'UTF8')), 'hex'), 1, ${inspection}, 0, -1, now(), 0
     FROM ${departments}, (VALUES ('2020Q1', 'signed'), ('2020Q3', 'read'), ('2020Q3', 'submitted'), ('2020Q4', 'withdrawn')) AS s (period, state)`,
    `INSERT INTO roster_rows (county_code, version_id, row_no, area_code, department, kind, period, place, state, person_no, household_no, name, cells, key_version)
     SELECT r.county_code, v.version_id, r.row_no, r.area_code, r.department, r.kind, v.period, r.place, CASE r.row_no % 5 WHEN 0 THEN 'rejected' ELSE 'accepted' END, r.person_no, r.household_no, r.name, r.cells || jsonb_build_object('extra', v.state), 1
     FROM roster_versions v JOIN roster_versions s ON s.county_code = v.county_code AND s.kind = v.kind AND s.period = '2020Q2' JOIN roster_rows r ON r.county_code = s.county_code AND r.version_id = s.version_id
     WHERE v.county_code = '${county}' AND v.period <> '2020Q2' AND r.row_no % 3 > 0`,
    `UPDATE roster_versions v SET rows = c.n, accepted = c.n - c.r, rejected = c.r FROM (SELECT version_id, count(*) AS n, count(*) FILTER (WHERE state = 'rejected') AS r FROM roster_rows WHERE county_code = '${county}' GROUP BY 1) AS c WHERE v.county_code = '${county}' AND v.version_id = c.version_id`,
    `INSERT INTO jobs (county_code, area_code, department, kind, object_id, state, problem) SELECT '${county}', '${county}', department, 'read_roster', 1, s, jsonb_build_object('zh', m, 'en', m) FROM ${departments}, unnest(ARRAY['queued', 'running', 'done', 'failed']) AS s, (SELECT ${mark(`'${county}'`, "'open'")} AS m) AS m`,
    `INSERT INTO jobs (county_code, area_code, kind, object_id, state) VALUES ('${county}', '${county}', 'compare', 1, 'running'), ('${county}', '${county}', 'compare', 1, 'done')`,
    `UPDATE comparison_runs SET report = '<p>' || ${mark(`'${county}'`, "'person'")} || '</p>', policy = ${mark(`'${county}'`, "'person'")}, summary = jsonb_build_object('overlap', jsonb_build_array(jsonb_build_object('level', 'county', 'persons', jsonb_build_object('dibao', ${county.slice(2)}, 'poor', 2), 'pairs', '[]'::jsonb))) WHERE county_code = '${county}'`,
    // Some lie in no village that is known, some in no township; a link has a row of its own and one that lies anywhere in the county.
    `UPDATE findings SET area_code = left(area_code, CASE WHEN person_no % 10 = 0 THEN 6 ELSE 9 END) WHERE county_code = '${county}' AND person_no % 5 = 0`,
    `UPDATE findings f SET assigned_area = CASE WHEN f.person_no % 3 = 0 THEN '${county}' ELSE left(f.area_code, 9) END, due = CASE WHEN f.person_no % 2 = 0 THEN date '2020-08-01' ELSE date '2099-08-01' END WHERE county_code = '${county}' AND state = 'assigned'`,
    `UPDATE findings f SET code = 'link.probable', score = 0.9, verdict = (ARRAY['none', 'none', 'same'])[1 + person_no % 3], rows = (
       SELECT coalesce(jsonb_agg(jsonb_build_object('version_id', r.version_id, 'kind', r.kind, 'period', r.period, 'file', 'a.csv', 'sheet', '', 'row', r.row_no, 'row_no', r.row_no)), '[]')
       FROM (SELECT * FROM roster_rows r WHERE r.county_code = '${county}' AND r.period = '2020Q2' ORDER BY hashint8(r.row_no + f.person_no) LIMIT 2) AS r)
     WHERE county_code = '${county}' AND person_no % 4 = 1`,
    `INSERT INTO finding_events (county_code, finding_id, area_code, act, detail) SELECT county_code, finding_id, area_code, 'assigned', jsonb_build_object('to', assigned_area) FROM findings WHERE county_code = '${county}' AND state = 'assigned'`,
  ];
}

