import { ROSTER_KINDS, type RosterKind } from "@doudi/contract";
import type { Check } from "@doudi/policy";
import { literal } from "../engine/dialect.js";
import type { Engine, SqlRow } from "../engine/engine.js";
import { type BlockingColumn, BLOCKING_KEYS, type BlockingKey } from "../link/blockingKeys.js";
import { foldPlace } from "../link/comparePlace.js";
import { formatWeights } from "../link/formatWeights.js";
import { linkModelFor } from "../link/linkModel.js";
import type { FieldWeight, LinkRecord } from "../link/linkRecord.js";
import { type CandidateLink, resolveLinks } from "../link/resolveLinks.js";
import { scorePair } from "../link/scorePair.js";
import { kindsSent, type RosterView } from "../persons/rosterView.js";
import { birthOf, idOf, isMale } from "../standardise/idNumber.js";
import { tableOf } from "../standardise/rosterTable.js";
import { foldName } from "../text/foldName.js";
import { namePinyin } from "../text/namePinyin.js";
import { surnameOf } from "../text/surnameOf.js";
import { reasonSql, severitySql, hitCondition } from "./personChecks.js";

/** Rows of persons above which only those are compared that share with an unidentified row the head of its id, birth date, sex and surname, or name and township. */
const WHOLE_COUNTY_ROWS = 3_000_000;
/** Pairs beyond which a run says so instead of going on for minutes. */
const MAX_PAIRS = 20_000_000;
/** Persons up to which the blocks' caps hold as they are; beyond, they shrink in proportion, to SMALLEST_CAP at the least. */
const CAP_PERSONS = 300_000;
const SMALLEST_CAP = 10;
const BATCH = 10_000;

export interface LinkStatistics {
  unidentified: number;
  pairs: number;
  /** Rows that share every key with more persons than the key's cap. */
  overCap: number;
}

interface Candidate extends CandidateLink {
  rowKind: RosterKind;
  rowId: number;
  personKind: RosterKind;
  personRow: number;
  weights: FieldWeight[];
}

/**
 * Proposes for each row without a usable id the person it probably is, among the persons of all rosters. Pairs that share a
 * key are found set-based in the engine, scored here and put into table link(row_kind, row_id, pid, person_kind,
 * person_row, probability, weights): proposals only, nobody is taken off anything by a score.
 */
export async function linkRows(engine: Engine, view: RosterView, persons: number): Promise<LinkStatistics> {
  const kinds = kindsSent(view);
  const rows = await unidentifiedRows(engine, view, kinds);
  const statistics: LinkStatistics = { unidentified: rows.length, pairs: 0, overCap: 0 };
  let proposals: (readonly (string | null)[])[] = [];
  if (rows.length > 0) {
    await makeTables(engine, view, kinds, rows);
    const reached = await makePairs(engine, persons);
    statistics.overCap = rows.length - reached.rows;
    const scored = await scorePairs(engine, rows, persons);
    statistics.pairs = scored.pairs;
    proposals = scored.proposals;
  }
  await engine.load("link_text", ["row_kind", "row_id", "pid", "person_kind", "person_row", "probability", "weights"], (async function* () {
    for (let start = 0; start < proposals.length; start += BATCH) yield proposals.slice(start, start + BATCH);
  })());
  await engine.run("CREATE TABLE link AS SELECT row_kind, CAST(row_id AS BIGINT) AS row_id, CAST(pid AS BIGINT) AS pid, person_kind, CAST(person_row AS BIGINT) AS person_row, CAST(probability AS DECIMAL(9, 4)) AS probability, weights FROM link_text");
  return statistics;
}

interface UnidentifiedRow {
  kind: RosterKind;
  rowid: number;
  record: LinkRecord;
}

async function unidentifiedRows(engine: Engine, view: RosterView, kinds: readonly RosterKind[]): Promise<UnidentifiedRow[]> {
  const rows: UnidentifiedRow[] = [];
  for (const kind of kinds) {
    for await (const batch of engine.stream(`SELECT t.rowid AS row_id, t.id_raw, t.name, ${view.hasColumn(kind, "sex") ? "t.row_sex" : "CAST(NULL AS SMALLINT)"} AS sex, ${view.hasColumn(kind, "birth_date") ? "t.row_birth" : "CAST(NULL AS INTEGER)"} AS birth, t.township, t.village, t.household_no, ${view.hasColumn(kind, "head_name") ? "t.head_name" : "CAST(NULL AS VARCHAR)"} AS head_name FROM ${tableOf(kind)} AS t WHERE t.pid IS NULL AND t.name IS NOT NULL ORDER BY t.rowid`)) {
      for (const row of batch) rows.push({ kind, rowid: Number(row["row_id"]), record: recordOf(row) });
    }
  }
  return rows;
}

function recordOf(row: SqlRow): LinkRecord {
  const text = (key: string): string | null => (typeof row[key] === "string" ? row[key] : null);
  const sex = row["sex"];
  return {
    name: text("name"), idText: text("id_raw"), birthDate: dayText(row["birth"]), sex: sex === 1 ? "male" : sex === 2 ? "female" : null,
    township: text("township"), village: text("village"), householdNo: text("household_no"), headName: text("head_name"),
  };
}

function dayText(number: unknown): string | null {
  if (typeof number !== "number") return null;
  const text = String(number);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
}

const KEY_COLUMNS: readonly BlockingColumn[] = ["id_left", "id_whole", "folded_name", "name_pinyin", "surname", "name_rest", "birth_date", "birth_year", "sex", "township", "village", "folded_head", "household_no"];

/** Table u(n, key columns) of the unidentified rows and p(pid, kind, row, record and key columns) of the persons' rows. */
async function makeTables(engine: Engine, view: RosterView, kinds: readonly RosterKind[], rows: readonly UnidentifiedRow[]): Promise<void> {
  await engine.load("link_u_text", ["n", ...KEY_COLUMNS], (async function* () {
    for (let start = 0; start < rows.length; start += BATCH) {
      yield rows.slice(start, start + BATCH).map(({ record }, i) => {
        const keys = keysOf(record);
        return [String(start + i), ...KEY_COLUMNS.map((column) => keys[column])];
      });
    }
  })());
  await engine.run("CREATE TABLE link_u AS SELECT CAST(n AS INTEGER) AS n, " + KEY_COLUMNS.join(", ") + " FROM link_u_text");
  await engine.run("DROP TABLE link_u_text");

  const [size] = await engine.rows(`SELECT ${kinds.map((kind) => `(SELECT count(*) FROM ${tableOf(kind)})`).join(" + ")} AS n`);
  const whole = Number(size?.["n"] ?? 0) <= WHOLE_COUNTY_ROWS;
  if (!whole) await engine.load("link_near", ["name", "surname", "township"], batchesOf(rows.map(({ record }) => [record.name, [...(record.name ?? "")][0] ?? null, record.township])));
  const near = whole ? "" : ` AND (${[
    `${engine.dialect.intDiv("t.pid", 1000)} IN (SELECT CAST(left(id_left, 14) AS BIGINT) FROM link_u WHERE id_left IS NOT NULL)`,
    `(${birthOf(engine.dialect, "t.pid")} * 10 + t.pid % 2, left(t.name, 1)) IN (SELECT CAST(replace(u.birth_date, '-', '') AS BIGINT) * 10 + CASE WHEN u.sex = 'male' THEN 1 ELSE 0 END, n.surname FROM link_u AS u JOIN link_near AS n ON n.rowid = u.n WHERE u.birth_date IS NOT NULL AND u.sex IS NOT NULL AND n.surname IS NOT NULL)`,
    "(t.name, t.township) IN (SELECT name, township FROM link_near WHERE name IS NOT NULL AND township IS NOT NULL)",
  ].join(" OR ")})`;
  const parts = kinds.map((kind) => `SELECT ${literal(kind)} AS kind, t.rowid AS row_id, t.pid, t.name, t.township, t.village, t.household_no, ${view.hasColumn(kind, "head_name") ? "t.head_name" : "CAST(NULL AS VARCHAR)"} AS head_name FROM ${tableOf(kind)} AS t WHERE t.pid IS NOT NULL${near}`);
  // One record for each way in which a person is written down: most rosters repeat one another.
  const distinct = `SELECT r.*, row_number() OVER (PARTITION BY pid, name, township, village, head_name ORDER BY ${engine.dialect.byCodePoint("kind")}, row_id) AS nth FROM (${parts.join(" UNION ALL ")}) AS r`;
  await engine.run(`CREATE TABLE link_r AS SELECT * FROM (${distinct}) AS d WHERE nth = 1`);

  await engine.load("link_form", ["raw", "folded", "pinyin", "surname", "rest"], formsOf(engine, "SELECT name AS raw FROM link_r WHERE name IS NOT NULL UNION SELECT head_name FROM link_r WHERE head_name IS NOT NULL", (raw) => {
    const keys = nameKeys(raw);
    return [raw, keys.folded_name, keys.name_pinyin, keys.surname, keys.name_rest];
  }));
  await engine.load("link_place", ["raw", "folded"], formsOf(engine, "SELECT township AS raw FROM link_r WHERE township IS NOT NULL UNION SELECT village FROM link_r WHERE village IS NOT NULL", (raw) => [raw, foldPlace(raw)]));
  const id = idOf(engine.dialect, "r.pid");
  const birth = `CAST(${birthOf(engine.dialect, "r.pid")} AS VARCHAR)`;
  const day = `(left(${birth}, 4) || '-' || substring(${birth}, 5, 2) || '-' || substring(${birth}, 7, 2))`;
  await engine.run(`CREATE TABLE link_p AS SELECT row_number() OVER (ORDER BY r.pid, ${engine.dialect.byCodePoint("r.kind")}, r.row_id) AS record, r.kind, r.row_id, r.pid, ${id} AS id, r.name, r.township AS township_raw, r.village AS village_raw, r.household_no AS household_raw, r.head_name, ${id} AS id_left, ${id} AS id_whole, n.folded AS folded_name, n.pinyin AS name_pinyin, n.surname, n.rest AS name_rest, ${day} AS birth_date, left(${birth}, 4) AS birth_year, CASE WHEN ${isMale("r.pid")} THEN 'male' ELSE 'female' END AS sex, tp.folded AS township, vp.folded AS village, h.folded AS folded_head, CAST(NULL AS VARCHAR) AS household_no FROM link_r AS r LEFT JOIN link_form AS n ON n.raw = r.name LEFT JOIN link_form AS h ON h.raw = r.head_name LEFT JOIN link_place AS tp ON tp.raw = r.township LEFT JOIN link_place AS vp ON vp.raw = r.village`);
  for (const table of ["link_r", "link_form", "link_place"]) await engine.run(`DROP TABLE ${table}`);
}

async function* batchesOf(rows: readonly (readonly (string | null)[])[]): AsyncIterable<(readonly (string | null)[])[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

async function* formsOf(engine: Engine, sql: string, form: (raw: string) => (string | null)[]): AsyncIterable<(string | null)[][]> {
  const texts: string[] = [];
  for await (const batch of engine.stream(sql)) for (const row of batch) if (typeof row["raw"] === "string") texts.push(row["raw"]);
  for (let start = 0; start < texts.length; start += BATCH) yield texts.slice(start, start + BATCH).map(form);
}

function nameKeys(raw: string): { folded_name: string; name_pinyin: string; surname: string; name_rest: string | null } {
  const folded = foldName(raw);
  const rest = [...folded].slice(1);
  return { folded_name: folded, name_pinyin: namePinyin(raw), surname: surnameOf(raw), name_rest: rest.length >= 2 ? rest.join("") : null };
}

function keysOf(record: LinkRecord): Record<BlockingColumn, string | null> {
  const text = record.idText?.normalize("NFKC").replaceAll(/[^0-9Xx.E+e]/gu, "").toUpperCase() ?? "";
  // A spreadsheet's 5.33399197002150E+17 still tells the first fifteen.
  const mantissa = /^(\d)\.(\d{13,14})E\+?17$/u.exec(text);
  const digits = mantissa !== null ? `${mantissa[1]}${mantissa[2]}` : /[.E]/u.test(text) ? null : text;
  const names = record.name === null ? { folded_name: null, name_pinyin: null, surname: null, name_rest: null } : nameKeys(record.name);
  return {
    ...names,
    id_left: digits !== null && digits.length >= 14 && /^\d{14}/u.test(digits) ? digits : null,
    id_whole: digits !== null && digits.length >= 17 && !digits.endsWith("000") ? digits : null,
    birth_date: record.birthDate,
    birth_year: record.birthDate?.slice(0, 4) ?? null,
    sex: record.sex,
    township: record.township === null ? null : foldPlace(record.township),
    village: record.village === null ? null : foldPlace(record.village),
    folded_head: record.headName === null ? null : foldName(record.headName),
    household_no: null,
  };
}

/** Table link_pair(n, record): every pair that shares a key whose block is within its cap. */
async function makePairs(engine: Engine, persons: number): Promise<{ pairs: number; rows: number }> {
  await engine.run("CREATE TABLE link_key (n INTEGER, record BIGINT)");
  for (const key of BLOCKING_KEYS.filter(({ parts }) => parts.every(({ column }) => column !== "household_no"))) {
    const [u, p] = [keySql(key, "u"), keySql(key, "p")];
    // In a province a block is larger by chance alone, and what it says of a pair is less.
    const cap = Math.max(SMALLEST_CAP, Math.round(key.cap * Math.min(1, CAP_PERSONS / persons)));
    const person = `SELECT p.record, p.pid, ${p} AS k FROM link_p AS p WHERE ${p} IS NOT NULL`;
    const blocks = `SELECT k FROM (${person}) AS b WHERE k IN (SELECT ${u} FROM link_u AS u WHERE ${u} IS NOT NULL) GROUP BY k HAVING count(DISTINCT pid) <= ${cap}`;
    await engine.run(`INSERT INTO link_key SELECT u.n, p.record FROM (SELECT u.n, ${u} AS k FROM link_u AS u WHERE ${u} IS NOT NULL) AS u JOIN (${blocks}) AS c ON c.k = u.k JOIN (${person}) AS p ON p.k = u.k`);
  }
  await engine.run("CREATE TABLE link_pair AS SELECT DISTINCT n, record FROM link_key");
  const [row] = await engine.rows("SELECT count(*) AS pairs, count(DISTINCT n) AS reached FROM link_pair");
  const pairs = Number(row?.["pairs"] ?? 0);
  if (pairs > MAX_PAIRS) throw new Error(`linkage would compare ${pairs} pairs`);
  return { pairs, rows: Number(row?.["reached"] ?? 0) };
}

function keySql(key: BlockingKey, alias: string): string {
  const parts = key.parts.map(({ column, left, right }) => {
    const text = `${alias}.${column}`;
    return left !== undefined ? `left(${text}, ${left})` : right !== undefined ? `right(${text}, ${right})` : text;
  });
  // Joined with ||, a null part makes no key.
  return `(${parts.join(" || '|' || ")})`;
}

async function scorePairs(engine: Engine, rows: readonly UnidentifiedRow[], persons: number): Promise<{ pairs: number; proposals: (string | null)[][] }> {
  const [places] = await engine.rows("SELECT count(DISTINCT township) AS townships, count(DISTINCT village) AS villages FROM link_p");
  const model = linkModelFor({ persons, townships: Number(places?.["townships"] ?? 1), villages: Number(places?.["villages"] ?? 1) });
  const frequency = await nameFrequency(engine);
  const records = new Map<number, { pid: string; kind: RosterKind; row: number; record: LinkRecord }>();
  for await (const batch of engine.stream("SELECT p.record, CAST(p.pid AS VARCHAR) AS pid, p.kind, p.row_id, p.id, p.name, p.birth_date, p.sex, p.township_raw, p.village_raw, p.household_raw, p.head_name FROM link_p AS p WHERE p.record IN (SELECT record FROM link_pair)")) {
    for (const row of batch) records.set(Number(row["record"]), personRecord(row));
  }
  const already = new Set<string>();
  for await (const batch of engine.stream("SELECT DISTINCT x.n, CAST(p.pid AS VARCHAR) AS pid, p.kind FROM link_pair AS x JOIN link_p AS p ON p.record = x.record")) {
    for (const row of batch) if (rows[Number(row["n"])]?.kind === row["kind"]) already.add(`${row["n"]}|${row["pid"]}`);
  }
  const scored: Candidate[] = [];
  let pairs = 0;
  for await (const batch of engine.stream("SELECT n, record FROM link_pair ORDER BY n, record")) {
    for (const pair of batch) {
      const row = rows[Number(pair["n"])];
      const person = records.get(Number(pair["record"]));
      if (row === undefined || person === undefined) continue;
      pairs += 1;
      const { bits, weights } = scorePair(row.record, person.record, model, frequency, { inSameRoster: already.has(`${pair["n"]}|${person.pid}`) });
      scored.push({ row: String(pair["n"]).padStart(9, "0"), roster: row.kind, person: person.pid, bits, rowKind: row.kind, rowId: row.rowid, personKind: person.kind, personRow: person.row, weights });
    }
  }
  const proposals = resolveLinks(scored).filter(({ probability }) => probability >= 0.5).map(({ candidate, probability }) => [
    candidate.rowKind, String(candidate.rowId), candidate.person, candidate.personKind, String(candidate.personRow), probability.toFixed(4), JSON.stringify(candidate.weights),
  ]);
  return { pairs, proposals };
}

function personRecord(row: SqlRow): { pid: string; kind: RosterKind; row: number; record: LinkRecord } {
  const text = (key: string): string | null => (typeof row[key] === "string" ? row[key] : null);
  return {
    pid: String(row["pid"]), kind: row["kind"] as RosterKind, row: Number(row["row_id"]),
    record: { name: text("name"), idText: text("id"), birthDate: text("birth_date"), sex: row["sex"] === "male" ? "male" : "female", township: text("township_raw"), village: text("village_raw"), householdNo: text("household_raw"), headName: text("head_name") },
  };
}

/** Share of the persons who bear a folded name, from the persons that rows are compared with. */
async function nameFrequency(engine: Engine): Promise<(folded: string) => number> {
  const counts = new Map<string, number>();
  let total = 0;
  for await (const batch of engine.stream("SELECT folded_name, count(DISTINCT pid) AS n FROM link_p WHERE folded_name IS NOT NULL GROUP BY folded_name")) {
    for (const row of batch) {
      counts.set(String(row["folded_name"]), Number(row["n"]));
      total += Number(row["n"]);
    }
  }
  return (folded) => (counts.get(folded) ?? 0) / Math.max(total, 1);
}

/** The link findings that pass the pack's threshold, as a SELECT in the columns of personFindings. */
export function linkFindings(check: Check, view: RosterView): string {
  const kindName = (expression: string): string => `CASE ${expression} ${Object.entries(ROSTER_KINDS).map(([kind, names]) => `WHEN ${literal(kind)} THEN ${literal(names[view.lang])}`).join(" ")} END`;
  const column = (id: string): string => {
    switch (id) {
      case "link_probability":
        return "l.probability";
      case "link_weights":
        return "l.weights";
      case "link_row":
        return "l.row_name";
      case "link_roster":
        return kindName("l.row_kind");
      default:
        throw new Error(`the packs use a link fact that linkage does not supply: ${id}`);
    }
  };
  return `SELECT ${literal(check.id)} AS code, ${severitySql(check, "1")} AS severity, l.pid, l.row_kind, l.row_id, l.person_kind AS other_kind, l.person_row AS other_id, ${idOf(view.dialect, "l.pid")} AS id_number, l.name, l.township, l.village, l.household_no, ${reasonSql(check, view, "1", column)} AS reason, CAST(l.probability AS VARCHAR) AS score FROM link_row AS l WHERE ${hitCondition(check, view, column)}`;
}

/** Table link_row: the proposals with the unidentified row's own words, and the weights in words. */
export async function describeLinks(engine: Engine, view: RosterView): Promise<void> {
  const kinds = kindsSent(view);
  const described: (string | null)[][] = [];
  for await (const batch of engine.stream("SELECT row_kind, CAST(row_id AS VARCHAR) AS row_id, weights FROM link")) {
    for (const row of batch) described.push([String(row["row_kind"]), String(row["row_id"]), formatWeights(JSON.parse(String(row["weights"])) as FieldWeight[], view.lang)]);
  }
  await engine.load("link_words", ["row_kind", "row_id", "words"], batchesOf(described));
  const rows = kinds.map((kind) => `SELECT ${literal(kind)} AS kind, t.rowid AS row_id, t.name, t.township, t.village, t.household_no FROM ${tableOf(kind)} AS t WHERE t.rowid IN (SELECT row_id FROM link WHERE row_kind = ${literal(kind)})`);
  await engine.run(`CREATE TABLE link_row AS SELECT l.row_kind, l.row_id, l.pid, l.person_kind, l.person_row, l.probability, w.words AS weights, r.name AS row_name, r.name, r.township, r.village, r.household_no FROM link AS l JOIN link_words AS w ON w.row_kind = l.row_kind AND w.row_id = CAST(l.row_id AS VARCHAR) JOIN (${rows.length === 0 ? "SELECT '' AS kind, CAST(0 AS BIGINT) AS row_id, '' AS name, '' AS township, '' AS village, '' AS household_no WHERE FALSE" : rows.join(" UNION ALL ")}) AS r ON r.kind = l.row_kind AND r.row_id = l.row_id`);
}
