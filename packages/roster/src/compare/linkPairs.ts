import type { RosterKind } from "@doudi/contract";
import { literal } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { type BlockingColumn, BLOCKING_KEYS, type BlockingKey } from "../link/blockingKeys.js";
import { foldPlace } from "../link/comparePlace.js";
import type { LinkRecord } from "../link/linkRecord.js";
import type { RosterView } from "../persons/rosterView.js";
import { birthOf, idOf, isMale } from "../standardise/idNumber.js";
import { tableOf } from "../standardise/rosterTable.js";
import { foldName } from "../text/foldName.js";
import { namePinyin } from "../text/namePinyin.js";
import { surnameOf } from "../text/surnameOf.js";
import { batchesOf } from "./batchesOf.js";
import type { UnidentifiedRow } from "./unidentifiedRows.js";

/** Rows of persons above which only those are compared that share with an unidentified row the head of its id, birth date, sex and surname, or name and township. */
const WHOLE_COUNTY_ROWS = 3_000_000;
/** Pairs that are compared at most, where nothing else is asked for: what memory and a minute allow. */
const MAX_PAIRS = 5_000_000;
/** Persons up to which the blocks' caps hold as they are; beyond, they shrink in proportion, to SMALLEST_CAP at the least. */
const CAP_PERSONS = 300_000;
const SMALLEST_CAP = 10;
/** A record is told by its first row: the place of the roster among those sent, times this, plus the row. */
const KIND_STEP = 1_000_000_000_000;
const BATCH = 10_000;

const KEY_COLUMNS: readonly BlockingColumn[] = ["id_left", "id_whole", "folded_name", "name_pinyin", "surname", "name_rest", "birth_date", "birth_year", "sex", "township", "village", "folded_head", "household_no"];

/** Table link_u(n, key columns) of the unidentified rows and link_p(pid, kind, row, record and key columns) of the persons' rows. */
export async function makeLinkTables(engine: Engine, view: RosterView, kinds: readonly RosterKind[], rows: readonly UnidentifiedRow[]): Promise<void> {
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
  const born = rows.some(({ record }) => record.birthDate !== null && record.sex !== null);
  const near = whole ? "" : ` AND (${[
    `${engine.dialect.intDiv("t.pid", 100)} IN (SELECT CAST(left(id_left, 15) AS BIGINT) FROM link_u WHERE length(id_left) >= 15)`,
    ...(born ? [`(${birthOf(engine.dialect, "t.pid")} * 10 + t.pid % 2, left(t.name, 1)) IN (SELECT CAST(replace(u.birth_date, '-', '') AS BIGINT) * 10 + CASE WHEN u.sex = 'male' THEN 1 ELSE 0 END, n.surname FROM link_u AS u JOIN link_near AS n ON n.rowid = u.n WHERE u.birth_date IS NOT NULL AND u.sex IS NOT NULL AND n.surname IS NOT NULL)`] : []),
    "(t.name, t.township) IN (SELECT name, township FROM link_near WHERE name IS NOT NULL AND township IS NOT NULL)",
  ].join(" OR ")})`;
  const parts = kinds.map((kind, i) => `SELECT ${i} * ${KIND_STEP} + t.rowid AS place, t.pid, t.name, t.township, t.village, t.household_no, ${view.hasColumn(kind, "head_name") ? "t.head_name" : "CAST(NULL AS VARCHAR)"} AS head_name FROM ${tableOf(kind)} AS t WHERE t.pid IS NOT NULL${near}`);
  // One record for each way in which a person is written down: most rosters repeat one another. Its first row stands for it.
  await engine.run(`CREATE TABLE link_r AS SELECT pid, name, township, village, head_name, min(household_no) AS household_no, min(place) AS place FROM (${parts.join(" UNION ALL ")}) AS r GROUP BY pid, name, township, village, head_name`);

  await engine.load("link_form", ["raw", "folded", "pinyin", "surname", "rest"], formsOf(engine, "SELECT name AS raw FROM link_r WHERE name IS NOT NULL UNION SELECT head_name FROM link_r WHERE head_name IS NOT NULL", (raw) => {
    const keys = nameKeys(raw);
    return [raw, keys.folded_name, keys.name_pinyin, keys.surname, keys.name_rest];
  }));
  await engine.load("link_place", ["raw", "folded"], formsOf(engine, "SELECT township AS raw FROM link_r WHERE township IS NOT NULL UNION SELECT village FROM link_r WHERE village IS NOT NULL", (raw) => [raw, foldPlace(raw)]));
  const id = idOf(engine.dialect, "r.pid");
  const birth = `CAST(${birthOf(engine.dialect, "r.pid")} AS VARCHAR)`;
  const kind = `CASE ${engine.dialect.intDiv("r.place", KIND_STEP)} ${kinds.map((code, i) => `WHEN ${i} THEN ${literal(code)}`).join(" ")} END`;
  const day = `(left(${birth}, 4) || '-' || substring(${birth}, 5, 2) || '-' || substring(${birth}, 7, 2))`;
  await engine.run(`CREATE TABLE link_p AS SELECT r.place AS record, ${kind} AS kind, r.place % ${KIND_STEP} AS row_id, r.pid, ${id} AS id, r.name, r.township AS township_raw, r.village AS village_raw, r.household_no AS household_raw, r.head_name, ${id} AS id_left, ${id} AS id_whole, n.folded AS folded_name, n.pinyin AS name_pinyin, n.surname, n.rest AS name_rest, ${day} AS birth_date, left(${birth}, 4) AS birth_year, CASE WHEN ${isMale("r.pid")} THEN 'male' ELSE 'female' END AS sex, tp.folded AS township, vp.folded AS village, h.folded AS folded_head, CAST(NULL AS VARCHAR) AS household_no FROM link_r AS r LEFT JOIN link_form AS n ON n.raw = r.name LEFT JOIN link_form AS h ON h.raw = r.head_name LEFT JOIN link_place AS tp ON tp.raw = r.township LEFT JOIN link_place AS vp ON vp.raw = r.village`);
  for (const table of ["link_r", "link_form", "link_place"]) await engine.run(`DROP TABLE ${table}`);
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

/**
 * Table link_pair(n, record): every pair that shares a key whose block is within its cap. Each key's pairs are counted
 * before they are made; a key that would exceed the budget is left out.
 *
 * @returns how many rows have a pair at all, and the keys left out
 */
export async function makeLinkPairs(engine: Engine, persons: number, mostPairs: number = MAX_PAIRS): Promise<{ reached: number; leftOut: BlockingKey[] }> {
  await engine.run("CREATE TABLE link_key (n INTEGER, record BIGINT)");
  const leftOut: BlockingKey[] = [];
  let budget = mostPairs;
  for (const key of BLOCKING_KEYS.filter(({ parts }) => parts.every(({ column }) => column !== "household_no"))) {
    const [u, p] = [keySql(key, "u"), keySql(key, "p")];
    // In a province a block is larger by chance alone, and what it says of a pair is less.
    const cap = Math.max(SMALLEST_CAP, Math.round(key.cap * Math.min(1, CAP_PERSONS / persons)));
    const person = `SELECT p.record, p.pid, ${p} AS k FROM link_p AS p WHERE ${p} IS NOT NULL`;
    const rows = `SELECT u.n, ${u} AS k FROM link_u AS u WHERE ${u} IS NOT NULL`;
    await engine.run(`CREATE TABLE link_block AS SELECT k, count(*) AS records FROM (${person}) AS b WHERE k IN (SELECT k FROM (${rows}) AS r) GROUP BY k HAVING count(DISTINCT pid) <= ${cap}`);
    const [size] = await engine.rows(`SELECT CAST(coalesce(sum(c.records), 0) AS BIGINT) AS pairs FROM (${rows}) AS u JOIN link_block AS c ON c.k = u.k`);
    const pairs = Number(size?.["pairs"] ?? 0);
    if (pairs > budget) leftOut.push(key);
    else {
      budget -= pairs;
      await engine.run(`INSERT INTO link_key SELECT u.n, p.record FROM (${rows}) AS u JOIN link_block AS c ON c.k = u.k JOIN (${person}) AS p ON p.k = u.k`);
    }
    await engine.run("DROP TABLE link_block");
  }
  await engine.run("CREATE TABLE link_pair AS SELECT DISTINCT n, record FROM link_key");
  const [row] = await engine.rows("SELECT count(DISTINCT n) AS reached FROM link_pair");
  return { reached: Number(row?.["reached"] ?? 0), leftOut };
}

function keySql(key: BlockingKey, alias: string): string {
  const parts = key.parts.map(({ column, left, right }) => {
    const text = `${alias}.${column}`;
    return left !== undefined ? `left(${text}, ${left})` : right !== undefined ? `right(${text}, ${right})` : text;
  });
  // Joined with ||, a null part makes no key.
  return `(${parts.join(" || '|' || ")})`;
}
