import { type FindingRow, FINDINGS, type RosterKind } from "@doudi/contract";
import type { Check } from "@doudi/policy";
import { caseNumber, factsOf, reasonSql, severitySql } from "@doudi/policy";
import { literal } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import type { LoadedRoster } from "../load/loadedRoster.js";
import { laterTable } from "../persons/duplicates.js";
import { FACTS } from "../persons/facts.js";
import { ROW_FACTS, oddRow, rowFactKinds } from "../persons/rowFacts.js";
import { kindsSent, type RosterView } from "../persons/rosterView.js";
import { idOf } from "../standardise/idNumber.js";
import { tableOf } from "../standardise/rosterTable.js";
import { hitRowsOf } from "./hitRows.js";
import { personFindings } from "./personChecks.js";

/** SQL of what tells a row without a usable id from others, in whatever order and language: its own words. */
export function rowText(alias: string): string {
  return `concat_ws('|', coalesce(${alias}.name, ''), coalesce(${alias}.township, ''), coalesce(${alias}.village, ''), coalesce(${alias}.id_raw, ''))`;
}

/** Table odd_rows of the few rows, of all rosters, that a row check could be about, with every row fact. */
async function makeOddRows(engine: Engine, view: RosterView, facts: readonly string[]): Promise<void> {
  const column = (kind: RosterKind, id: string): string => {
    const fact = ROW_FACTS[id];
    if (fact === undefined) throw new Error(`the packs use a row fact that no roster supplies: ${id}`);
    return rowFactKinds(view, id).includes(kind) ? `CAST(${fact.sql(view, kind)} AS ${fact.type})` : `CAST(NULL AS ${fact.type})`;
  };
  const selects = kindsSent(view).map((kind) => `SELECT ${literal(kind)} AS row_kind, t.rowid AS row_id, t.pid, t.name, t.township, t.village, t.household_no, CASE WHEN t.pid IS NULL THEN ${rowText("t")} END AS row_text${facts.map((id) => `, ${column(kind, id)} AS ${id}`).join("")} FROM ${tableOf(kind)} AS t WHERE ${oddRow(view, kind)}`);
  await engine.run(`CREATE TABLE odd_rows AS ${selects.join(" UNION ALL ")}`);
}

/** The findings of one row check on all rosters, as a SELECT in the columns of personFindings. */
function rowFindings(check: Check, view: RosterView): string {
  const cases = `SELECT *, ${caseNumber(check, view.dialect.name, (id) => id)} AS case_no FROM odd_rows AS r`;
  return `SELECT ${literal(check.id)} AS code, ${severitySql(check, "h.case_no")} AS severity, h.pid AS pid, h.row_kind, h.row_id AS row_id, CAST(NULL AS VARCHAR) AS other_kind, CAST(NULL AS BIGINT) AS other_id, h.name AS name, h.township AS township, h.village AS village, h.household_no AS household_no, ${reasonSql(check, "h.case_no", view.lang, view.dialect.name, (id) => `h.${id}`)} AS reason, CAST(NULL AS VARCHAR) AS score, h.row_text FROM (${cases}) AS h WHERE h.case_no > 0`;
}

/** The rosters whose rows stand behind a finding of a person check. */
function rosterRowsOf(check: Check, view: RosterView): RosterKind[] {
  const facts = [...factsOf(check.when), ...check.cases.flatMap((c) => (c.when === null ? [] : [...factsOf(c.when)]))];
  if (facts.includes("name_differs")) return kindsSent(view);
  const kinds = new Set<RosterKind>();
  for (const id of facts) for (const kind of Object.keys({ ...FACTS[id]?.needs, ...(id.startsWith("disability") ? FACTS[id]?.uses : {}) }) as RosterKind[]) if (view.has(kind)) kinds.add(kind);
  return [...kinds];
}

/** SQL of `file#sheet#row`: where a row of the standardised table stands in the files. */
function rowReference(roster: LoadedRoster): string {
  const branches = roster.sources.map(({ file, sheet, firstRowid, firstLine, rows }) => {
    const line = firstLine === null ? "t.row_no" : `t.rowid - ${firstRowid} + ${firstLine}`;
    return `WHEN t.rowid < ${firstRowid + rows} THEN ${literal(`${file.name}#${sheet.sheet}#`.replaceAll(MARK, ""))} || CAST(${line} AS VARCHAR)`;
  });
  return `CASE ${branches.join(" ")} END`;
}

/** SQL of the rows behind findings about rows: fid and rowid, and row_no where it takes that to tell the line. */
function findingRowids(roster: LoadedRoster, view: RosterView, links: boolean): string {
  const kind = literal(roster.kind);
  const rows = [`SELECT f.fid, f.row_id AS rowid FROM finding AS f WHERE f.row_kind = ${kind}`];
  // A duplicate stands beside the row that it repeats.
  if (view.hasLaterRows(roster.kind)) rows.push(`SELECT f.fid, l.first_id FROM finding AS f JOIN ${laterTable(roster.kind)} AS l ON l.row_id = f.row_id WHERE f.row_kind = ${kind} AND f.code = 'quality.duplicate_row'`);
  if (links) rows.push(`SELECT f.fid, f.other_id FROM finding AS f WHERE f.other_kind = ${kind}`);
  const all = `(${rows.join(" UNION ALL ")})`;
  return roster.sources.every(({ firstLine }) => firstLine !== null) ? all : `(SELECT r.fid, r.rowid, o.row_no FROM ${all} AS r JOIN ${tableOf(roster.kind)} AS o ON o.rowid = r.rowid)`;
}

export interface FindingTableInput {
  checks: readonly Check[];
  view: RosterView;
  rosters: readonly LoadedRoster[];
  /** SELECT of link findings, where links were made. */
  links: string | null;
  /** Persons whom a probable link explains: SELECT of pid and note (text put behind the reason), or null. */
  explained: string | null;
}

/** Makes table finding (one row a finding) and finding_rows(fid, rows). */
export async function makeFindingTable(engine: Engine, input: FindingTableInput): Promise<void> {
  const { checks, view, rosters } = input;
  const rowChecks = checks.filter(({ scope }) => scope === "row");
  const facts = [...new Set(rowChecks.flatMap(({ factIds }) => [...factIds]))].filter((id) => ROW_FACTS[id] !== undefined);
  if (rowChecks.length > 0) await makeOddRows(engine, view, facts);
  const selects = [
    ...checks.flatMap((check, i) => (check.scope === "person" ? [personFindings(check, i, view)] : [])),
    ...rowChecks.map((check) => rowFindings(check, view)),
    ...(input.links === null ? [] : [input.links]),
  ];
  const none = "SELECT CAST(NULL AS VARCHAR) AS code, CAST(NULL AS VARCHAR) AS severity, CAST(NULL AS BIGINT) AS pid, CAST(NULL AS VARCHAR) AS row_kind, CAST(NULL AS BIGINT) AS row_id, CAST(NULL AS VARCHAR) AS other_kind, CAST(NULL AS BIGINT) AS other_id, CAST(NULL AS VARCHAR) AS name, CAST(NULL AS VARCHAR) AS township, CAST(NULL AS VARCHAR) AS village, CAST(NULL AS VARCHAR) AS household_no, CAST(NULL AS VARCHAR) AS reason, CAST(NULL AS VARCHAR) AS score, CAST(NULL AS VARCHAR) AS row_text WHERE FALSE";
  await engine.run(`CREATE TABLE finding_bare AS SELECT row_number() OVER () AS fid, f.*, ${idOf(engine.dialect, "f.pid")} AS id_number FROM (${selects.length === 0 ? none : selects.join(" UNION ALL ")}) AS f`);

  const missed = Object.keys(FINDINGS).filter((code) => code.startsWith("missed."));
  const isExplained = `f.code IN (${missed.map(literal).join(", ")}) AND x.pid IS NOT NULL`;
  await engine.run(input.explained === null
    ? "ALTER TABLE finding_bare RENAME TO finding"
    : `CREATE TABLE finding AS SELECT f.fid, f.code, CASE WHEN ${isExplained} THEN 'low' ELSE f.severity END AS severity, f.pid, f.row_kind, f.row_id, f.other_kind, f.other_id, f.id_number, f.name, f.township, f.village, f.household_no, CASE WHEN ${isExplained} THEN f.reason || x.note ELSE f.reason END AS reason, f.score, f.row_text FROM finding_bare AS f LEFT JOIN (${input.explained}) AS x ON x.pid = f.pid`);

  const references: string[] = [];
  for (const [place, roster] of rosters.entries()) {
    const { kind } = roster;
    const reference = rowReference(roster);
    const order = `${place} AS place, t.rowid AS row_id, ${reference} AS ref`;
    const codes = checks.filter((check) => check.scope === "person" && rosterRowsOf(check, view).includes(kind)).map(({ id }) => literal(id));
    if (codes.length > 0) references.push(`SELECT f.fid, ${order} FROM finding AS f JOIN ${hitRowsOf(kind)} AS t ON t.pid = f.pid WHERE f.row_kind IS NULL AND f.code IN (${codes.join(", ")})`);
    references.push(`SELECT t.fid, ${order} FROM ${findingRowids(roster, view, input.links !== null)} AS t`);
  }
  if (references.length === 0) references.push("SELECT CAST(NULL AS BIGINT) AS fid, 0 AS place, CAST(NULL AS BIGINT) AS row_id, CAST(NULL AS VARCHAR) AS ref WHERE FALSE");
  await engine.run(`CREATE TABLE finding_rows AS SELECT r.fid, ${engine.dialect.stringAgg("r.ref", ";", ["r.place", "r.row_id"])} AS rows FROM (${references.join(" UNION ALL ")}) AS r GROUP BY r.fid`);
}

/** What leaves the engine as one text, because a text a row leaves it ten times faster than ten. */
const LINE_COLUMNS = ["finding_id", "finding", "severity", "id_number", "name", "division", "household_no", "rows", "reason", "score"] as const;
/** Stands between them: the readers of files let no cell keep one. */
const MARK = "\ufeff";
const MARK_SQL = "chr(65279)";

/**
 * The findings as they are written, in a total order by code point that is the same on every engine: code, severity
 * (high, medium, low), division, household, id, rows, finding_id.
 */
export async function* readFindings(engine: Engine, checks: readonly Check[]): AsyncIterable<FindingRow[]> {
  const { dialect } = engine;
  const sources = new Map(checks.map((check) => [check.id, sourceText(check)]));
  const division = "concat_ws('/', f.township, f.village)";
  const who = "coalesce(f.id_number, '') || '|' || coalesce(f.household_no, '')";
  const row = "CASE WHEN f.row_kind IS NULL THEN '' ELSE '|' || f.row_kind || coalesce('|' || f.row_text, '') END";
  const key = `f.code || '|' || ${who} || ${row}`;
  const keyed = `SELECT f.*, ${division} AS division, ${key} AS key FROM finding AS f`;
  const numbered = `SELECT k.*, row_number() OVER (PARTITION BY k.key ORDER BY k.row_id, k.fid) AS nth FROM (${keyed}) AS k`;
  const id = `left(${dialect.sha256("n.key || CASE WHEN n.nth > 1 THEN '|' || CAST(n.nth AS VARCHAR) ELSE '' END")}, 16)`;
  const columns = `${id} AS finding_id, n.code AS finding, n.severity, coalesce(n.id_number, '') AS id_number, coalesce(n.name, '') AS name, n.division, coalesce(n.household_no, '') AS household_no, coalesce(r.rows, '') AS rows, n.reason, coalesce(n.score, '') AS score`;
  const line = LINE_COLUMNS.map((column) => `o.${column}`).join(` || ${MARK_SQL} || `);
  const rank = "CASE o.severity WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END";
  const order = ["o.finding", rank, "o.division", "o.household_no", "o.id_number", "o.rows", "o.finding_id"].map((e) => (e === rank ? e : dialect.byCodePoint(e)));
  for await (const batch of engine.stream(`SELECT ${line} AS line FROM (SELECT ${columns} FROM (${numbered}) AS n LEFT JOIN finding_rows AS r ON r.fid = n.fid) AS o ORDER BY ${order.join(", ")}`)) {
    yield batch.map((row) => {
      const [finding_id = "", finding = "", severity = "", id_number = "", name = "", division = "", household_no = "", rows = "", reason = "", score = ""] = String(row["line"]).split(MARK);
      return { finding_id, finding, severity, id_number, name, division, household_no, rows, reason, source: sources.get(finding) ?? "", score };
    });
  }
}

/** The clause behind a check, as findings.csv and the workbook cite it. */
export function sourceText(check: Check): string {
  if (check.source === null) return "";
  const { number, title, clause } = check.source;
  return `${number ?? title.zh} ${clause}`.trim();
}
