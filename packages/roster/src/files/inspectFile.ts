import { basename } from "node:path";
import { type Bilingual, maskId, maskName, maskText, ROSTER_KINDS, type RosterKind } from "@doudi/contract";
import { classifyRow } from "./classifyRow.js";
import type { KindGuess } from "./detectKind.js";
import { examineFile } from "./examineFile.js";
import type { ExaminedFile } from "./examinedTable.js";
import { problemOf, type FileProblem } from "./fileProblem.js";
import { foldHeader } from "./foldHeader.js";
import type { Kinds } from "./kinds.js";
import { identityColumns, mapColumns } from "./mapColumns.js";
import { judgeTables, type JudgedTable, type OpenOptions } from "./openFile.js";

/** What Doudi makes of one header. */
export interface InspectedColumn {
  header: string;
  /** The standard column, null where the header means nothing to Doudi. */
  column: string | null;
  label: Bilingual | null;
  unit: string | null;
}

export interface InspectedSheet {
  sheet: string;
  title: string[];
  headerRow: number;
  headerRows: 1 | 2;
  kind: RosterKind | null;
  confidence: number;
  /** What spoke for the kind: file=…, sheet=…, title=…, header=…, manifest. */
  evidence: string[];
  candidates: KindGuess[];
  period: { label: string; start: string; end: string } | null;
  columns: InspectedColumn[];
  /** Lines of the data area: rows + rejected + skipped. */
  rows: number;
  rejected: number;
  skipped: number;
  /** Whether an engine can read the file by itself (faster). */
  direct: boolean;
  /** The first rows, ids and names masked, in the order of `columns`. */
  firstRows: { row: number; cells: string[] }[];
  firstRejected: { row: number; reason: Bilingual; raw: string }[];
  warnings: Bilingual[];
}

/** What Doudi makes of a file, before anyone trusts a comparison. */
export interface Inspection {
  file: string;
  format: "csv" | "xlsx" | "xls" | null;
  encoding: "utf-8" | "gb18030" | null;
  bytes: number;
  sha256: string | null;
  sheets: InspectedSheet[];
  /** Sheets that are no rosters, with the first words on each. */
  otherSheets: { sheet: string; rows: number; texts: string[] }[];
  problems: FileProblem[];
}

const SHOWN_ROWS = 3;
const SHOWN_REJECTED = 5;

/** Looks into a file and reads it through once. What is wrong with it is in `problems`; it does not throw for that. */
export async function inspectFile(path: string, options: OpenOptions): Promise<Inspection> {
  const name = options.name ?? basename(path);
  let file: ExaminedFile;
  try {
    file = await examineFile(path, name, options.kinds, options.limits);
  } catch (error) {
    return unreadable(name, error);
  }
  const { inspection, tables } = inspectExamined(file, options);
  for (const [at, { table }] of tables.entries()) {
    const sheet = inspection.sheets[at];
    if (sheet !== undefined) await countLines(sheet, table, file.name, inspection.problems);
  }
  return inspection;
}

/** The inspection of a file that could not even be examined. */
export function unreadable(file: string, error: unknown): Inspection {
  return { file, format: null, encoding: null, bytes: 0, sha256: null, sheets: [], otherSheets: [], problems: [problemOf(file, error)] };
}

/** What Doudi makes of an examined file, its lines not counted yet. */
export function inspectExamined(file: ExaminedFile, options: OpenOptions): { inspection: Inspection; tables: JudgedTable[] } {
  const otherSheets = file.otherSheets.map((other) => ({ ...other, texts: other.texts.map((text) => maskText(text)) }));
  const { tables, problems } = judgeTables(file, options);
  const inspection: Inspection = { file: file.name, format: file.format, encoding: file.encoding, bytes: file.bytes, sha256: file.sha256, sheets: [], otherSheets, problems };
  inspection.sheets.push(...tables.map((judged) => inspectSheet(judged, file.name, options.kinds, problems)));
  return { inspection, tables };
}

function inspectSheet(judged: JudgedTable, file: string, kinds: Kinds, problems: FileProblem[]): InspectedSheet {
  const { table, verdict, kind, period } = judged;
  const { headers, mapping, units, warnings } = mapOrTell(judged, file, kinds, problems);
  const identity = identityColumns(mapping, headers);
  return {
    sheet: table.sheet,
    title: table.layout.title.map((text) => maskText(text)),
    headerRow: table.headerRow,
    headerRows: table.layout.rows,
    kind,
    confidence: verdict.confidence,
    evidence: verdict.evidence,
    candidates: verdict.candidates,
    period,
    columns: headers.map((header, at) => {
      const column = mapping[at] ?? null;
      const definition = column === null ? undefined : ((kind === null ? undefined : kinds.byCode.get(kind)?.columns.get(column)) ?? kinds.columns.get(column));
      return { header, column, label: definition === undefined ? null : { zh: definition.zh, en: definition.en }, unit: units[at] ?? null };
    }),
    rows: 0, rejected: 0, skipped: 0,
    direct: table.direct(identity) !== null,
    firstRows: table.sample
      .filter((row) => classifyRow(row.cells, identity) === "row")
      .slice(0, SHOWN_ROWS)
      .map(({ row, cells }) => ({ row, cells: cells.map((cell, at) => maskCell(cell, mapping[at] ?? null, kinds)) })),
    firstRejected: [],
    warnings: [...warnings, ...table.warnings],
  };
}

async function countLines(sheet: InspectedSheet, table: JudgedTable["table"], file: string, problems: FileProblem[]): Promise<void> {
  const identity = identityColumns(sheet.columns.map(({ column }) => column), sheet.columns.map(({ header }) => header));
  try {
    for await (const batch of table.read(identity)) {
      sheet.rows += batch.rows.length;
      sheet.rejected += batch.rejected.length;
      sheet.skipped += batch.skipped;
      for (const rejected of batch.rejected.slice(0, SHOWN_REJECTED - sheet.firstRejected.length))
        sheet.firstRejected.push({ ...rejected, raw: maskText(rejected.raw).slice(0, 200) });
    }
  } catch (error) {
    problems.push(problemOf(file, error));
  }
}

/** The columns of a sheet; where its kind is unknown or two headers collide, what each header means by itself. */
function mapOrTell({ table, kind, entry }: JudgedTable, file: string, kinds: Kinds, problems: FileProblem[]): ReturnType<typeof mapColumns> {
  const definition = kind === null ? undefined : kinds.byCode.get(kind);
  const cells = table.layout.cells;
  try {
    if (definition !== undefined) return mapColumns(file, table.sheet, cells, definition, kinds, entry?.columns);
  } catch (error) {
    problems.push(problemOf(file, error));
  }
  const lenient = { kind: kind ?? "dibao", names: [], sharedNames: [], severalRows: false, events: false, signals: new Map<string, number>(), headers: definition?.headers ?? kinds.anyHeader };
  const columns = new Map([...(definition?.columns ?? kinds.columns)].map(([id, column]) => [id, { ...column, several: "first" as const }]));
  return { ...mapColumns(file, table.sheet, cells, { ...lenient, columns }, kinds), warnings: [] };
}

function maskCell(cell: string, column: string | null, kinds: Kinds): string {
  const type = column === null ? undefined : kinds.columns.get(column)?.type;
  if (type === "id" || column === "phone" || column === "bank_account" || column === "account") return maskId(cell);
  return type === "name" ? maskName(cell) : maskText(cell);
}

/** Headers that mean nothing to Doudi, running numbers and remarks left aside. */
export function unknownHeaders(sheet: InspectedSheet, kinds: Kinds): string[] {
  return sheet.columns.filter(({ header, column }) => column === null && header !== "" && !kinds.ignoredHeaders.has(foldHeader(header))).map(({ header }) => header);
}

/** The label of a kind in both languages. */
export function kindLabel(kind: RosterKind): Bilingual {
  return { zh: ROSTER_KINDS[kind].zh, en: ROSTER_KINDS[kind].en };
}
