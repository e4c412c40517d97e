import type { Bilingual, RosterKind } from "@doudi/contract";
import { identifier } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { assertUnchanged } from "../files/fileStamp.js";
import type { RejectedRow, RosterFile, RowBatch, SheetTable } from "../files/source.js";
import { type Dictionary, type PresentColumn, type RosterColumn, type RosterTablePlan, standardisingSelect, tableOf, UNRECOGNISED } from "../standardise/rosterTable.js";

/** Where a run of rows of a standardised table came from. */
export interface RowSource {
  file: RosterFile;
  sheet: SheetTable;
  /** rowid of its first row, and how many there are. */
  firstRowid: number;
  rows: number;
  /** The line of its first row where lines follow one another without gaps; null where the table keeps row_no. */
  firstLine: number | null;
}

export interface LoadedRoster {
  kind: RosterKind;
  table: string;
  /** Standard columns that at least one source has. */
  columns: ReadonlySet<string>;
  sources: RowSource[];
  rejected: (RejectedRow & { file: string; sheet: string })[];
  skipped: Map<RosterFile, number>;
  warnings: Map<RosterFile, Bilingual[]>;
}

/** What the loader has to know of the kinds' vocabulary. */
export interface Vocabulary {
  column(kind: RosterKind, id: string): RosterColumn | null;
  /** The texts that are known to stand for each code of a column, as they are usually written. */
  knownTexts(kind: RosterKind, column: string): ReadonlyMap<string, string>;
  /** The code of one text, leniently read; null where it is not understood. */
  codeOf(kind: RosterKind, column: string, text: string): string | null;
  label(kind: RosterKind, column: string): Bilingual;
  codeLabels(kind: RosterKind, column: string): ReadonlyMap<string, Bilingual>;
}

const SAMPLE_ROWS = 20_000;
/** Texts that open a line which is no row; where one turns up in a file read directly, the file is read again with care. */
const NOT_A_ROW = "^(合计|总计|小计|共计|制表|填表|审核|负责|经办|说明|备注|注[:：])";

const UNSTORABLE = /[\0\ufeff]/;
const ALL_UNSTORABLE = /[\0\ufeff]/g;

/**
 * Standardises the files of one roster into one table of the engine, in the order of files, sheets and rows.
 *
 * A pristine CSV file goes from disk into the typed table in one parallel pass of the engine. What that pass finds (a
 * ragged line, a total line, a row that names nobody) sends the file the careful way, row by row through the reader.
 *
 * @param wanted standard columns worth keeping; others of the file are not even stored
 */
export async function loadRoster(engine: Engine, vocabulary: Vocabulary, files: readonly RosterFile[], wanted: (column: string) => boolean): Promise<LoadedRoster> {
  const first = files[0];
  if (first === undefined) throw new Error("a roster has at least one file");
  const kind = first.kind;
  const loaded: LoadedRoster = { kind, table: tableOf(kind), columns: new Set(), sources: [], rejected: [], skipped: new Map(), warnings: new Map() };
  const plans = files.flatMap((file) => file.sheets.map((sheet) => ({ file, sheet, columns: columnsOf(vocabulary, kind, sheet, wanted) })));
  const union = new Map(plans.flatMap(({ columns }) => [...columns]));
  const columns = new Set(union.keys());

  let rowid = 0;
  for (const [index, { file, sheet, columns: present }] of plans.entries()) {
    const source = { engine, vocabulary, kind, file, sheet, present, union, index, rowid };
    const direct = await loadDirect(source);
    const result = direct ?? (await loadCarefully(source, loaded));
    const sourceColumns = { file, sheet, firstRowid: rowid, rows: result.rows, firstLine: result.firstLine };
    loaded.sources.push(sourceColumns);
    loaded.warnings.set(file, [...(loaded.warnings.get(file) ?? []), ...result.warnings]);
    rowid += result.rows;
  }
  if (engine.dialect.name === "postgres") await engine.run(`CREATE INDEX ON ${loaded.table} (pid); ANALYZE ${loaded.table}`);
  return { ...loaded, columns };
}

type Present = ReadonlyMap<string, PresentColumn>;

interface SourceToLoad {
  engine: Engine;
  vocabulary: Vocabulary;
  kind: RosterKind;
  file: RosterFile;
  sheet: SheetTable;
  present: Present;
  /** Columns of all sources of the roster: the table has them all, in one order. */
  union: Present;
  index: number;
  rowid: number;
}

interface LoadResult {
  rows: number;
  firstLine: number | null;
  warnings: Bilingual[];
}

function columnsOf(vocabulary: Vocabulary, kind: RosterKind, sheet: SheetTable, wanted: (column: string) => boolean): Present {
  const present = new Map<string, PresentColumn>();
  sheet.mapping.forEach((id, i) => {
    const column = id === null || !wanted(id) ? null : vocabulary.column(kind, id);
    if (id !== null && column !== null) present.set(id, { column, header: sheet.headers[i] ?? "", unit: sheet.units[i] ?? null });
  });
  return present;
}

/** One pass of the engine over the file; null where the file turns out not to be that clean. */
async function loadDirect(source: SourceToLoad): Promise<LoadResult | null> {
  const { engine, sheet, present } = source;
  const csv = sheet.direct;
  if (csv === null) return null;
  const relation = engine.readCsv(csv, sheet.headers.map((_, i) => sheet.mapping[i] ?? `unmapped_${i}`));
  if (relation === null) return null;
  const table = tableOf(source.kind);
  try {
    const dictionaries = await dictionariesFrom(source, `(SELECT * FROM ${relation} LIMIT ${SAMPLE_ROWS})`);
    await append(source, relation, dictionaries.byColumn, !csv.spaces && !csv.quotes);
    const here = `FROM ${table} WHERE rowid >= ${source.rowid}`;
    const coded = codedColumns(present);
    const strange = coded.map((id) => `count(*) FILTER (WHERE ${outName(id)} = ${UNRECOGNISED}) AS ${id}`);
    const suspect = ["name", "id_raw", "township", "village", "household_no"].map((column) => engine.dialect.matches(`coalesce(${column}, '')`, NOT_A_ROW)).join(" OR ");
    await assertUnchanged(source.file.path, source.file.name, { bytes: source.file.bytes, modifiedMs: source.file.modifiedMs });
    const [check] = await engine.rows(`SELECT count(*) AS n${strange.map((column) => `, ${column}`).join("")} ${here}`);
    const [nobody] = await engine.rows(`SELECT count(*) AS n ${here} AND pid IS NULL AND ((id_state = 1 AND name IS NULL) OR ${suspect})`);
    if (check === undefined || Number(check["n"]) !== csv.dataLines || Number(nobody?.["n"]) > 0) throw new NotPristine();
    const unseen = coded.filter((id) => Number(check[id]) > 0);
    let warnings = dictionaries.warnings;
    if (unseen.length > 0) {
      const whole = await dictionariesFrom(source, relation, unseen);
      const added = unseen.some((id) => (whole.byColumn.get(id)?.size ?? 0) > (dictionaries.byColumn.get(id)?.size ?? 0));
      warnings = whole.warnings;
      if (added) {
        await takeBack(source);
        await append(source, relation, new Map([...dictionaries.byColumn, ...whole.byColumn]), !csv.spaces && !csv.quotes);
      }
    }
    return { rows: csv.dataLines, firstLine: csv.firstDataLine + 1, warnings };
  } catch (error) {
    if (!(error instanceof NotPristine) && !isParseError(error)) throw error;
    await takeBack(source);
    return null;
  }
}

class NotPristine extends Error {}

/** DuckDB says so of any line that does not fit the header; everything else is a defect and must be seen. */
function isParseError(error: unknown): boolean {
  return error instanceof Error && /CSV Error|Invalid unicode|sniffing|encoding/i.test(error.message);
}

async function takeBack(source: SourceToLoad): Promise<void> {
  const table = tableOf(source.kind);
  if (source.index === 0) {
    await source.engine.run(`DROP TABLE IF EXISTS ${table}`);
    return;
  }
  // Made anew, not deleted from: rowid must go on counting without a gap.
  await source.engine.run(`ALTER TABLE ${table} RENAME TO ${table}_before`);
  await source.engine.run(`CREATE TABLE ${table} AS SELECT * FROM ${table}_before WHERE rowid < ${source.rowid}`);
  await source.engine.run(`DROP TABLE ${table}_before`);
}

/** Reads the source row by row into a table of texts, with the row number beside, and standardises that. */
async function loadCarefully(source: SourceToLoad, loaded: LoadedRoster): Promise<LoadResult> {
  const { engine, file, sheet, present } = source;
  const raw = `raw_${source.kind}_${source.index}`;
  const indexes = [...present.keys()].map((id) => sheet.mapping.indexOf(id));
  const rows = await engine.load(raw, ["row_no", ...present.keys()], textRows(sheet.read(), indexes, (batch) => {
    for (const rejected of batch.rejected) loaded.rejected.push({ ...rejected, file: file.name, sheet: sheet.sheet });
    loaded.skipped.set(file, (loaded.skipped.get(file) ?? 0) + batch.skipped);
  }));
  const dictionaries = await dictionariesFrom(source, raw);
  await append(source, raw, dictionaries.byColumn, false);
  await engine.run(`DROP TABLE ${identifier(raw)}`);
  return { rows, firstLine: null, warnings: dictionaries.warnings };
}

async function* textRows(batches: AsyncIterable<RowBatch>, indexes: readonly number[], note: (batch: RowBatch) => void): AsyncIterable<(string | null)[][]> {
  for await (const batch of batches) {
    note(batch);
    yield batch.rows.map(({ row, cells }) => [String(row), ...indexes.map((i) => storable(cells[i] ?? ""))]);
  }
}

/**
 * A cell as every engine stores it and gives it back; null where nothing is left. PostgreSQL knows no U+0000, DuckDB's
 * client drops a leading U+FEFF; neither is part of what anybody wrote.
 */
export function storable(cell: string): string | null {
  return (UNSTORABLE.test(cell) ? cell.replaceAll(ALL_UNSTORABLE, "") : cell) || null;
}

/** Appends the standardised rows of a relation to the roster's table, making it for the first source. */
async function append(source: SourceToLoad, relation: string, dictionaries: ReadonlyMap<string, Dictionary>, bare: boolean): Promise<void> {
  const { engine, kind, union, present, index, rowid } = source;
  const careful = !relation.startsWith("read_csv");
  const absent = [...union.keys()].filter((id) => !present.has(id));
  const from = absent.length === 0 ? relation : `(SELECT *, ${absent.map((id) => `CAST(NULL AS VARCHAR) AS ${id}`).join(", ")} FROM ${relation} AS r)`;
  const columns = new Map([...union].map(([id, column]) => [id, present.get(id) ?? column]));
  const plan: RosterTablePlan = { kind, columns, dictionaries, bare };
  const carried = engine.dialect.name === "postgres" ? [`s.rowid + ${rowid} AS rowid`] : [];
  const select = standardisingSelect(engine.dialect, plan, from, [...carried, `CAST(${index} AS SMALLINT) AS src`, `CAST(${careful ? "s.row_no" : "NULL"} AS INTEGER) AS row_no`]);
  await engine.run(index === 0 ? `CREATE TABLE ${tableOf(kind)} AS ${select}` : `INSERT INTO ${tableOf(kind)} ${select}`);
}

function codedColumns(columns: Present): string[] {
  return [...columns].filter(([, { column }]) => column.type === "enum" || column.type === "boolean").map(([id]) => id);
}

/** The table's name for a column: sex is kept as row_sex, which is empty where it agrees with the id. */
function outName(id: string): string {
  return id === "sex" ? "row_sex" : id;
}

/** The dictionary of each coded column: the usual texts, and what the relation's own texts turn out to mean. */
async function dictionariesFrom(source: SourceToLoad, relation: string, only?: readonly string[]): Promise<{ byColumn: Map<string, Dictionary>; warnings: Bilingual[] }> {
  const { engine, vocabulary, kind, present, file } = source;
  const byColumn = new Map<string, Dictionary>();
  const warnings: Bilingual[] = [];
  for (const id of only ?? codedColumns(present)) {
    const codes = present.get(id)?.column.codes ?? [];
    const dictionary = new Map<string, number>();
    for (const [text, code] of vocabulary.knownTexts(kind, id)) dictionary.set(text, codes.indexOf(code) + 1);
    const unknown: { text: string; rows: number }[] = [];
    for (const row of await engine.rows(`SELECT ${identifier(id)} AS text, count(*) AS n FROM ${relation} AS r WHERE ${identifier(id)} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`)) {
      const text = String(row["text"]);
      if (dictionary.has(text) || text.trim() === "") continue;
      const code = vocabulary.codeOf(kind, id, text);
      if (code === null) unknown.push({ text, rows: Number(row["n"]) });
      else dictionary.set(text, codes.indexOf(code) + 1);
    }
    byColumn.set(id, dictionary);
    if (unknown.length > 0) {
      const shown = unknown.slice(0, 5).map(({ text, rows }) => `${text}×${rows}`).join("、");
      const header = present.get(id)?.header ?? id;
      warnings.push({
        zh: `${file.name}:“${header}”列有 ${unknown.length} 种写法不认识(${shown}),按不详处理。`,
        en: `${file.name}: ${unknown.length} values of column "${header}" are not understood (${shown}) and count as unknown.`,
      });
    }
  }
  return { byColumn, warnings };
}
