import { basename } from "node:path";
import type { Bilingual, RosterKind } from "@doudi/contract";
import { detectKind, type KindVerdict } from "./detectKind.js";
import { detectPeriod, type Period } from "./detectPeriod.js";
import { examineFile } from "./examineFile.js";
import type { ExaminedFile, ExaminedTable } from "./examinedTable.js";
import { fileProblem, problemOf, type FileProblem } from "./fileProblem.js";
import { foldHeader } from "./foldHeader.js";
import type { KindDefinition, Kinds } from "./kinds.js";
import { entriesOf, type Manifest, type ManifestEntry } from "./manifest.js";
import { identityColumns, mapColumns, type ColumnMapping } from "./mapColumns.js";
import type { RosterFile, SheetTable } from "./source.js";
import type { UnpackLimits } from "./unpackLimits.js";

export interface OpenOptions {
  kinds: Kinds;
  manifest?: Manifest | undefined;
  /** The day of the comparison (YYYY-MM-DD): a period that ended long before it is a warning, a later one is set aside. */
  date?: string | undefined;
  limits?: UnpackLimits | undefined;
  /** The file's name in messages and findings; the base name where it is left out. */
  name?: string | undefined;
}

export interface OpenedFile {
  /** One for each kind (and period) that the file holds. */
  rosters: RosterFile[];
  problems: FileProblem[];
}

/** A table with what a manifest and its own words say about it. */
export interface JudgedTable {
  table: ExaminedTable;
  entry: ManifestEntry | undefined;
  verdict: KindVerdict;
  kind: RosterKind | null;
  period: Period | null;
}

/** Opens a file that holds one roster or several. Never throws for what is wrong with the file: that is in `problems`. */
export async function openFile(path: string, options: OpenOptions): Promise<OpenedFile> {
  const name = options.name ?? basename(path);
  try {
    const file = await examineFile(path, name, options.kinds, options.limits);
    return judgeFile(file, options);
  } catch (error) {
    return { rosters: [], problems: [problemOf(name, error)] };
  }
}

/** Tells kind, period and columns of every table of an examined file. */
export function judgeFile(file: ExaminedFile, options: OpenOptions): OpenedFile {
  const { tables, problems } = judgeTables(file, options);
  const groups = new Map<string, JudgedTable[]>();
  for (const item of tables) {
    if (item.kind === null) continue;
    const key = [item.kind, item.period?.end ?? "", item.entry?.version ?? "", item.entry?.part ?? ""].join("|");
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const rosters: RosterFile[] = [];
  for (const group of groups.values()) {
    try {
      rosters.push(buildRoster(file, group, options));
    } catch (error) {
      problems.push(problemOf(file.name, error));
    }
  }
  // A workbook is compared whole or not at all: half a workbook would pass for the roster.
  return problems.length > 0 ? { rosters: [], problems: distinct(problems) } : { rosters, problems };
}

/** The tables of a file with the kind of each; sheets with one header are of one kind where only some of them say which. */
export function judgeTables(file: ExaminedFile, { kinds, manifest }: Pick<OpenOptions, "kinds" | "manifest">): { tables: JudgedTable[]; problems: FileProblem[] } {
  const entries = entriesOf(manifest, file.name);
  const forAll = entries.find((entry) => entry.sheet === undefined);
  const named = entries.some((entry) => entry.sheet !== undefined) && forAll === undefined;
  const fileName = basename(file.name).replace(/\.[^.]*$/, "");
  const judged: JudgedTable[] = [];
  for (const table of file.tables) {
    const own = entries.find((entry) => entry.sheet === table.sheet);
    if (named && own === undefined) continue;
    const entry = own === undefined ? forAll : { ...forAll, ...own };
    const verdict = detectKind({ fileName, sheetName: table.sheet, title: table.layout.title, headers: table.layout.cells }, kinds);
    judged.push({
      table,
      entry,
      verdict: entry?.kind === undefined ? verdict : { kind: entry.kind, confidence: 1, evidence: ["manifest"], candidates: [] },
      kind: entry?.kind ?? verdict.kind,
      period: firstPeriod([entry?.period, ...table.layout.title, table.sheet, fileName]),
    });
  }
  for (const item of judged) {
    if (item.kind !== null) continue;
    const alike = new Set(judged.filter((other) => other.kind !== null && signature(other.table) === signature(item.table)).map((other) => other.kind));
    const [kind] = alike;
    if (alike.size === 1 && kind !== undefined) item.kind = kind;
  }
  return { tables: judged, problems: distinct(judged.filter((item) => item.kind === null).map((item) => kindProblem(file, item))) };
}

function buildRoster(file: ExaminedFile, group: readonly JudgedTable[], { kinds, date }: OpenOptions): RosterFile {
  const [first] = group;
  const kind = first?.kind;
  const definition = kind === null || kind === undefined ? undefined : kinds.byCode.get(kind);
  if (first === undefined || definition === undefined) throw new Error("a roster needs a table and a kind");
  const warnings: Bilingual[] = [];
  const sheets = group.map((item) => {
    const mapped = mapColumns(file.name, item.table.sheet, item.table.layout.cells, definition, kinds, item.entry?.columns);
    warnings.push(...mapped.warnings, ...item.table.warnings);
    return sheetTable(item.table, { ...mapped, units: moneyUnits(mapped, item.table.layout.title, definition) });
  });
  const best = group.reduce((a, b) => (b.verdict.confidence > a.verdict.confidence ? b : a));
  if (group[0] !== undefined && file.tables[0] === group[0].table) warnings.push(...otherSheetWarnings(file));
  const entry = first.entry;
  return {
    path: file.path, name: file.name, bytes: file.bytes, sha256: file.sha256, modifiedMs: file.modifiedMs,
    format: file.format, encoding: file.encoding,
    kind: definition.kind, kindConfidence: best.verdict.confidence, kindEvidence: best.verdict.evidence,
    period: first.period,
    version: entry?.version ?? versionOf(file.name),
    part: entry?.part ?? null,
    sentBy: entry?.sent_by ?? null,
    sheets,
    warnings: [...warnings, ...oldPeriodWarning(first.period, definition, date)],
  };
}

function sheetTable(table: ExaminedTable, mapped: ColumnMapping): SheetTable {
  const identity = identityColumns(mapped.mapping, mapped.headers);
  return {
    sheet: table.sheet,
    title: table.layout.title,
    headerRow: table.headerRow,
    headerRows: table.layout.rows,
    headers: mapped.headers,
    mapping: mapped.mapping,
    units: mapped.units,
    direct: table.direct(identity),
    read: () => table.read(identity),
  };
}

/** The unit of each money column: its header's, or else the one stated above the header (单位:万元). */
function moneyUnits({ mapping, units }: ColumnMapping, title: readonly string[], definition: KindDefinition): (string | null)[] {
  const stated = title.map((text) => /单位[:：]?\s*\(?(亿元|万元|千元|百元|元|角|分)/.exec(text.normalize("NFKC"))?.[1]).find((unit) => unit !== undefined) ?? null;
  return units.map((unit, at) => unit ?? (definition.columns.get(mapping[at] ?? "")?.type === "money" ? stated : null));
}

function kindProblem(file: ExaminedFile, { table, verdict }: JudgedTable): FileProblem {
  const headers = table.layout.cells.map((cell) => cell.text).filter((text) => text !== "").join("、");
  if (verdict.candidates.length < 2) return fileProblem(file.name, "kind_unknown", { headers });
  const candidates = verdict.candidates.slice(0, 3);
  return fileProblem(file.name, "kind_ambiguous", {
    headers,
    candidates: candidates.map((guess) => guess.kind).join(", "),
    evidence: candidates.map((guess) => `${guess.kind}: ${guess.evidence.join(" ")}`).join("; "),
  });
}

function otherSheetWarnings(file: ExaminedFile): Bilingual[] {
  return file.otherSheets
    .filter((other) => other.rows > 0)
    .map(({ sheet, rows }) => ({ zh: `工作表“${sheet}”不是名册(${rows} 行),未读取`, en: `the sheet “${sheet}” is no roster (${rows} rows) and was not read` }));
}

const OLD_DAYS = 100;

function oldPeriodWarning(period: Period | null, kind: KindDefinition, date: string | undefined): Bilingual[] {
  if (period === null || date === undefined || kind.events) return [];
  const days = Math.round((Date.parse(date) - Date.parse(period.end)) / 86_400_000);
  if (days <= OLD_DAYS) return [];
  return [{ zh: `名册期次${period.label}比基准日 ${date} 早 ${days} 天`, en: `the roster's period ${period.label} ended ${days} days before ${date}` }];
}

function versionOf(name: string): string | null {
  const base = basename(name).normalize("NFKC");
  return /(?<![a-z])v(\d+(?:\.\d+)*)(?![a-z])/i.exec(base)?.[1] ?? /第(\d+|[一二三四五六七八九十])[版稿]/.exec(base)?.[1]?.replace(/[一二三四五六七八九十]/, (digit) => String("一二三四五六七八九十".indexOf(digit) + 1)) ?? null;
}

function firstPeriod(texts: readonly (string | undefined)[]): Period | null {
  for (const text of texts) {
    const period = text === undefined ? null : detectPeriod(text);
    if (period !== null) return period;
  }
  return null;
}

function signature(table: ExaminedTable): string {
  return table.layout.cells.map((cell) => foldHeader(cell.text)).join("|");
}

function distinct(problems: readonly FileProblem[]): FileProblem[] {
  return problems.filter((problem, index) => problems.findIndex((other) => other.code === problem.code && other.message.zh === problem.message.zh) === index);
}
