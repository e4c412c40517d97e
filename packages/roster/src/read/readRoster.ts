import { type Bilingual, maskText, ROSTER_KINDS } from "@doudi/contract";
import type { Engine } from "../engine/engine.js";
import { examineFile } from "../files/examineFile.js";
import type { ExaminedFile } from "../files/examinedTable.js";
import { fileProblem, problemOf } from "../files/fileProblem.js";
import { type Inspection, inspectExamined, unreadable } from "../files/inspectFile.js";
import type { Kinds } from "../files/kinds.js";
import { judgeFile } from "../files/openFile.js";
import type { RosterFile } from "../files/source.js";
import { storable } from "../load/loadCarefully.js";
import type { LoadedRoster } from "../load/loadedRoster.js";
import { loadRoster } from "../load/loadRoster.js";
import { vocabularyOf } from "../load/vocabulary.js";
import { findDuplicates, laterTable } from "../persons/duplicates.js";
import { sameRowOf } from "../persons/sameRow.js";
import { ID_STATES } from "../standardise/idNumber.js";
import { tableOf } from "../standardise/rosterTable.js";
import { cellSql, idText } from "./cellSql.js";
import { headersDigest } from "./headersDigest.js";
import { mappedManifest, type RosterMapping } from "./mappedManifest.js";
import { isPrivateColumn, type RosterRow } from "./rosterRow.js";

export interface ReadRosterOptions {
  path: string;
  /** Of the file, in messages and places of rows. */
  name: string;
  /** Without tables of this kind of roster. */
  engine: Engine;
  kinds: Kinds;
  /** What the sender says it is; found from the file's own words where it is null. */
  kind: RosterMapping["kind"] | null;
  /** What somebody corrected; asked of `remembered` where it is null. */
  mapping: RosterMapping | null;
  /** What was corrected in an earlier file with the same headers. */
  remembered: (headersDigest: string) => Promise<RosterMapping | null>;
}

/** A file read as one roster. */
export interface ReadRoster {
  /** What Doudi makes of the file, with what is wrong with it in `problems`; then there is no roster. */
  inspection: Inspection;
  /** By what files with the same headers are known again; null where it has none. */
  headersDigest: string | null;
  /** The mapping that was used, where there was one. */
  mapping: RosterMapping | null;
  roster: RowsOfRoster | null;
}

export interface RowsOfRoster {
  kind: RosterMapping["kind"];
  period: RosterFile["period"];
  /** rows = accepted + duplicates + rejected, the same as in the summary of a comparison. */
  rows: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  warnings: Bilingual[];
  /** Every row once, in the order of sheets and rows. */
  read(): AsyncIterable<RosterRow[]>;
}

/** Reads a file as a comparison reads it, into the engine. Never throws for what is wrong with the file. */
export async function readRoster(options: ReadRosterOptions): Promise<ReadRoster> {
  const { path, name, kinds } = options;
  let file: ExaminedFile;
  try {
    file = await examineFile(path, name, kinds);
  } catch (error) {
    return { inspection: unreadable(name, error), headersDigest: null, mapping: options.mapping, roster: null };
  }
  const digest = headersDigest(file.tables.map(({ layout }) => ({ headers: layout.cells.map(({ text }) => text) })));
  const mapping = await chooseMapping(options, digest);
  const given = mapping ?? (options.kind === null ? null : { kind: options.kind, columns: {} });
  const manifest = given === null ? undefined : mappedManifest(file, kinds, given);
  const { inspection } = inspectExamined(file, { kinds, manifest });
  const opened = judgeFile(file, { kinds, manifest });
  const problems = [...inspection.problems, ...opened.problems];
  const [only, ...others] = opened.rosters;
  if (others.length > 0) problems.push(severalRosters(name, opened.rosters));
  inspection.problems = problems.filter((problem, i) => problems.findIndex((other) => other.message.zh === problem.message.zh) === i);
  if (only === undefined || inspection.problems.length > 0) return { inspection, headersDigest: digest, mapping, roster: null };
  try {
    return { inspection, headersDigest: digest, mapping, roster: await load(options, only, inspection) };
  } catch (error) {
    const problem = problemOf(name, error);
    // What no file can be the cause of is a defect, to be seen as one.
    if (problem.code === "file_unreadable") throw error;
    return { inspection: { ...inspection, problems: [problem] }, headersDigest: digest, mapping, roster: null };
  }
}

async function chooseMapping({ kind, mapping, remembered }: ReadRosterOptions, digest: string): Promise<RosterMapping | null> {
  if (mapping !== null) return mapping;
  const known = await remembered(digest);
  return known !== null && (kind === null || kind === known.kind) ? known : null;
}

function severalRosters(name: string, rosters: readonly RosterFile[]): Inspection["problems"][number] {
  const label = (lang: "zh" | "en"): string => rosters.map(({ kind, period }) => `${ROSTER_KINDS[kind][lang]}${period === null ? "" : ` ${period.label}`}`).join(lang === "zh" ? "、" : ", ");
  return fileProblem(name, "roster_several", { count: rosters.length, kindsZh: label("zh"), kindsEn: label("en") });
}

async function load({ engine, kinds }: ReadRosterOptions, file: RosterFile, inspection: Inspection): Promise<RowsOfRoster> {
  const vocabulary = vocabularyOf(kinds);
  const loaded = await loadRoster(engine, vocabulary, [file], () => true);
  const { duplicateRows } = await findDuplicates(engine, file.kind, sameRowOf(loaded, kinds.byCode.get(file.kind)?.severalRows ?? false));
  const stored = loaded.sources.reduce((sum, { rows }) => sum + rows, 0);
  for (const { sheet, rows } of loaded.sources) {
    const seen = inspection.sheets.find((inspected) => inspected.sheet === sheet.sheet);
    const rejected = loaded.rejected.filter((row) => row.sheet === sheet.sheet);
    if (seen !== undefined) Object.assign(seen, { rows, rejected: rejected.length, firstRejected: rejected.slice(0, SHOWN_REJECTED).map((row) => ({ row: row.row, reason: row.reason, raw: maskText(row.raw).slice(0, 200) })) });
  }
  return {
    kind: file.kind,
    period: file.period,
    rows: stored + loaded.rejected.length, accepted: stored - duplicateRows, duplicates: duplicateRows, rejected: loaded.rejected.length,
    warnings: [...file.warnings, ...(loaded.warnings.get(file) ?? [])],
    read: () => rowsOf(engine, kinds, loaded),
  };
}

const SHOWN_REJECTED = 5;
const MARK = "\u001f";
const MARK_SQL = "chr(31)";
const ID_PROBLEMS: Partial<Record<(typeof ID_STATES)[number], Bilingual>> = {
  missing: { zh: "没有身份证号", en: "no id number" },
  truncated: { zh: "身份证号被表格截断", en: "the id number was cut short by a spreadsheet" },
  invalid: { zh: "身份证号无效", en: "the id number is not valid" },
};

async function* rowsOf(engine: Engine, kinds: Kinds, loaded: LoadedRoster): AsyncIterable<RosterRow[]> {
  const { kind, sources } = loaded;
  const vocabulary = vocabularyOf(kinds);
  const columns = [...loaded.columns].map((id) => ({ id, private: isPrivateColumn({ id, type: vocabulary.column(kind, id)?.type ?? "text" }) }));
  const repeated = new Map((await engine.rows(`SELECT row_id, first_id FROM ${laterTable(kind)} WHERE duplicate`)).map((row) => [Number(row["row_id"]), Number(row["first_id"])]));
  const lineOf = new Map((await linesOfFirst(engine, loaded, [...new Set(repeated.values())])));
  const rejected = loaded.rejected.map((row) => ({ ...row, at: sources.findIndex(({ sheet }) => sheet.sheet === row.sheet) }));
  const fields = [...columns.map(({ id }) => cellSql(engine.dialect, vocabulary, kind, id)), "CAST(t.rowid AS VARCHAR)", "CAST(t.row_no AS VARCHAR)", "CAST(t.id_state AS VARCHAR)", idText(engine.dialect), "t.name", "t.household_no", "t.township", "t.village"];
  // One text a row: taking it apart here costs a fraction of what a value for each column would.
  const line = fields.map((sql) => `replace(coalesce(${sql}, ''), ${MARK_SQL}, '')`).join(` || ${MARK_SQL} || `);

  let at = 0;
  let rowNo = 0;
  let next = 0;
  let last = -1;
  const rejectedBefore = function* (source: number, line: number): Iterable<RosterRow> {
    for (let row = rejected[next]; row !== undefined && (row.at < source || (row.at === source && row.row < line)); row = rejected[next]) {
      next += 1;
      rowNo += 1;
      yield { rowNo, place: `${row.file}#${row.sheet}#${row.row}`, state: "rejected", problem: row.reason, id: null, name: "", householdNo: null, township: "", village: "", cells: { raw: maskText(storable(row.raw) ?? "") }, numbers: { raw: storable(row.raw) ?? "" } };
    }
  };
  for await (const batch of engine.stream(`SELECT ${line} AS line FROM ${tableOf(kind)} AS t`)) {
    const rows: RosterRow[] = [];
    for (const record of batch) {
      const texts = String(record["line"]).split(MARK);
      const rowid = Number(texts[columns.length]);
      if (rowid !== last + 1) throw new Error(`rows of ${tableOf(kind)} came out of order: ${rowid} after ${last}`);
      last = rowid;
      let source = sources[at];
      while (source !== undefined && rowid >= source.firstRowid + source.rows) source = sources[++at];
      if (source === undefined) throw new Error(`row ${rowid} is of no source`);
      const line = source.firstLine === null ? Number(texts[columns.length + 1]) : rowid - source.firstRowid + source.firstLine;
      rows.push(...rejectedBefore(at, line));
      rowNo += 1;
      const first = repeated.get(rowid);
      const row = rowOf(texts, columns);
      row.rowNo = rowNo;
      row.place = `${source.file.name}#${source.sheet.sheet}#${line}`;
      if (first !== undefined) Object.assign(row, { state: "duplicate", problem: repeats(lineOf.get(first) ?? "") });
      rows.push(row);
    }
    yield rows;
  }
  const rest = [...rejectedBefore(sources.length, 0)];
  if (rest.length > 0) yield rest;
}

function rowOf(texts: readonly string[], columns: readonly { id: string; private: boolean }[]): RosterRow {
  const cells: Record<string, string> = {};
  const numbers: Record<string, string> = {};
  columns.forEach((column, i) => {
    const text = texts[i] ?? "";
    if (text !== "") (column.private ? numbers : cells)[column.id] = text;
  });
  const [idState = "", id = "", name = "", householdNo = "", township = "", village = ""] = texts.slice(columns.length + 2);
  const state = ID_STATES[Number(idState)] ?? "missing";
  return { rowNo: 0, place: "", state: "accepted", problem: ID_PROBLEMS[state] ?? null, id: state === "ok" ? id : null, name, householdNo: householdNo || null, township, village, cells, numbers };
}

function repeats(place: string): Bilingual {
  return { zh: `与 ${place} 重复`, en: `repeats ${place}` };
}

/** sheet#row of the rows that others repeat. */
async function linesOfFirst(engine: Engine, { kind, sources }: LoadedRoster, rowids: readonly number[]): Promise<[number, string][]> {
  if (rowids.length === 0) return [];
  const lines = new Map((await engine.rows(`SELECT rowid AS row_id, row_no AS line FROM ${tableOf(kind)} WHERE rowid IN (SELECT first_id FROM ${laterTable(kind)})`)).map((row) => [Number(row["row_id"]), Number(row["line"])]));
  return rowids.flatMap((rowid) => {
    const source = sources.find(({ firstRowid, rows }) => rowid >= firstRowid && rowid < firstRowid + rows);
    if (source === undefined) return [];
    const line = source.firstLine === null ? lines.get(rowid) : rowid - source.firstRowid + source.firstLine;
    return [[rowid, `${source.sheet.sheet}#${line ?? ""}`]];
  });
}
