import { type Dialect, literal } from "../engine/dialect.js";
import { assertUnchanged } from "../files/fileStamp.js";
import type { SheetTable } from "../files/source.js";
import { storeOf, tableColumns, tableOf, UNRECOGNISED } from "../standardise/rosterTable.js";
import { codedColumns, dictionariesFrom } from "./dictionaries.js";
import { appendRows, type LoadResult, type TableSource, type TextRelation } from "./tableSource.js";

const SAMPLE_ROWS = 20_000;

/** Columns in which a line that is no row may open. */
const OPENING = ["name", "id_raw", "township", "village", "household_no"] as const;

/**
 * What opens a line that is no row (classifyRow's total, signature and note lines) or is a formula error.
 * It may match more than that, for where one turns up in a row without a usable id the file is read again with care.
 */
const NOT_A_ROW = [
  "^(本页|本村|本组|全[村乡镇县市州]|各[村乡镇])?(小计|合计|总计|共计|累计|总合计|总数|总人数|总户数)",
  "^计([(:：0-9共（]|$)",
  "(小计|合计|总计|共计)[:：]?$",
  "^(制表|填表|填报|报送|审核|审批|复核|核对|负责|单位负责|经办|统计|录入|编制|主要领导|分管|主管|单位领导|领导|签字|签章|盖章|单位盖章|单位[(（]盖章|打印|日期|说明|备注|附注|注释|注意事项|注[0-9]?[:：])",
  "^#",
].join("|");
/** A line that numbers the columns of a form. */
const COLUMN_NUMBER = "^[(（]?([0-9]{1,2}|[甲乙丙丁戊己])[)）]?$";

/**
 * One pass of the engine over a CSV file into the typed table; null where the file turns out not to be that clean: a line
 * that the engine cannot read, another number of rows than lines, or a row without a usable id that may be no row at all.
 */
export async function loadDirect(source: TableSource): Promise<LoadResult | null> {
  const { engine, sheet, present } = source;
  const csv = sheet.direct;
  if (csv === null) return null;
  const table = engine.readCsv(csv, sheet.headers.map((_, i) => cellName(sheet, i)));
  if (table === null) return null;
  const relation: TextRelation = { sql: renamed(source, table), rowNo: null, lead: leadText(sheet), bare: !csv.spaces && !csv.quotes };
  try {
    const dictionaries = await dictionariesFrom(source, `(SELECT * FROM ${relation.sql} LIMIT ${SAMPLE_ROWS})`);
    await appendRows(source, relation, dictionaries.byColumn);
    await assertUnchanged(source.file.path, source.file.name, { bytes: source.file.bytes, modifiedMs: source.file.modifiedMs });
    const here = `FROM ${tableOf(source.kind)} WHERE rowid >= ${source.rowid}`;
    const coded = codedColumns(present);
    const strange = coded.map((id) => `count(*) FILTER (WHERE ${tableColumns(id).join("")} = ${UNRECOGNISED}) AS ${id}`);
    const [check] = await engine.rows(`SELECT count(*) AS n${strange.map((column) => `, ${column}`).join("")} ${here}`);
    if (check === undefined || Number(check["n"]) !== csv.dataLines) throw new NotPristine();
    // Two filters and no more: the smallest and greatest text of each row group settle them without a look at the rows.
    const errors = ["name", "household_no"].map((column) => `(SELECT count(*) ${here} AND ${column} >= '#' AND ${column} < '$')`);
    const [broken] = await engine.rows(`SELECT ${errors.join(" + ")} AS n`);
    if (Number(broken?.["n"]) > 0) throw new NotPristine();
    const [nobody] = await engine.rows(`SELECT count(*) AS n ${here} AND pid IS NULL AND (${mayBeNoRow(engine.dialect, source)})`);
    if (Number(nobody?.["n"]) > 0) throw new NotPristine();
    const unseen = coded.filter((id) => Number(check[id]) > 0);
    let warnings = dictionaries.warnings;
    if (unseen.length > 0) {
      const whole = await dictionariesFrom(source, relation.sql, unseen);
      const added = unseen.some((id) => (whole.byColumn.get(id)?.size ?? 0) > (dictionaries.byColumn.get(id)?.size ?? 0));
      warnings = whole.warnings;
      if (added) {
        await takeBack(source);
        await appendRows(source, relation, new Map([...dictionaries.byColumn, ...whole.byColumn]));
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

function cellName(sheet: SheetTable, cell: number): string {
  return sheet.mapping[cell] ?? `unmapped_${cell}`;
}

/** The file's relation with a second name for a cell that stands for two columns (a head who is the row's person). */
function renamed({ sheet, present }: TableSource, relation: string): string {
  const aliases = [...present].flatMap(([id, { cell }]) => (sheet.mapping[cell] === id ? [] : [`${cellName(sheet, cell)} AS ${id}`]));
  return aliases.length === 0 ? relation : `(SELECT *, ${aliases.join(", ")} FROM ${relation} AS c)`;
}

/** The first text of the cells before those in which a line that is no row is looked for anyway. */
function leadText(sheet: SheetTable): string | null {
  const looked = new Set(["name", "id_number", "certificate", "township", "village", "household_no"]);
  const first = sheet.mapping.findIndex((id) => id !== null && looked.has(id));
  const before = sheet.mapping.slice(0, Math.max(first, 0)).map((_, cell) => `s.${cellName(sheet, cell)}`);
  return before.length === 0 ? null : `coalesce(${before.join(", ")})`;
}

/** TRUE for a row without a usable id that names nobody, opens like a total or repeats the header. */
function mayBeNoRow(dialect: Dialect, { present }: TableSource): string {
  const bare = (column: string): string => `translate(${column}, ' \t\u3000', '')`;
  const opens = ["lead", ...OPENING].map((column) => dialect.matches(bare(column), NOT_A_ROW));
  const headers = ["name", "id_number"].flatMap((id) => (present.has(id) ? [`${id === "name" ? "name" : "id_raw"} = ${literal(present.get(id)?.header ?? "")}`] : []));
  return ["(id_state = 1 AND name IS NULL)", `${bare("name")} = ''`, dialect.matches(bare("name"), COLUMN_NUMBER), ...opens, ...headers].map((condition) => `coalesce(${condition}, FALSE)`).join(" OR ");
}

async function takeBack(source: TableSource): Promise<void> {
  const table = storeOf(source.kind);
  if (source.index === 0) {
    await source.engine.run(`DROP VIEW IF EXISTS ${tableOf(source.kind)}`);
    await source.engine.run(`DROP TABLE IF EXISTS ${table}`);
    return;
  }
  // Made anew, not deleted from: rowid must go on counting without a gap.
  await source.engine.run(`CREATE TABLE ${table}_kept AS SELECT * FROM ${table} WHERE rowid < ${source.rowid}`);
  await source.engine.run(`DROP TABLE ${table}`);
  await source.engine.run(`ALTER TABLE ${table}_kept RENAME TO ${table}`);
}
