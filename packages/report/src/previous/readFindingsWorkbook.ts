import { CHECK_RESULT_CODES, CHECK_RESULTS, FINDING_CODES, FINDING_COLUMNS, type FindingRow, SEVERITIES, type Severity } from "@doudi/contract";
import ExcelJS from "exceljs";
import { findingLabel } from "../findingLabel.js";
import { SEVERITY_LABELS } from "../severityLabels.js";
import { FINDING_SHEET_COLUMNS, type FindingColumnId } from "../workbook/findingColumns.js";
import { WORKBOOK_TEXT } from "../workbook/workbookText.js";
import type { CheckMark } from "./previousFindings.js";

/** The header may have moved down where somebody put a title above it. */
const HEADER_WITHIN_ROWS = 20;

interface WorkbookFinding {
  row: FindingRow;
  mark: CheckMark | null;
  /** The line stood on the sheet of findings that were gone even then. */
  gone: boolean;
}

/** Reads a findings.xlsx back as a clerk filled it in: columns by their header in either language, wherever they were moved to. Throws what exceljs throws on a damaged file. */
export async function readFindingsWorkbook(path: string): Promise<WorkbookFinding[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path, { ignoreNodes: ["dataValidations", "conditionalFormatting", "hyperlinks", "mergeCells", "drawing"] } as Partial<ExcelJS.XlsxReadOptions>);
  const found: WorkbookFinding[] = [];
  for (const sheet of workbook.worksheets) {
    let columns: Map<FindingColumnId, number> | null = null;
    sheet.eachRow((row, number) => {
      if (columns === null) {
        if (number <= HEADER_WITHIN_ROWS) columns = headerColumns(row);
        return;
      }
      const finding = readRow(row, columns);
      if (finding !== null) found.push(finding);
    });
  }
  return found;
}

function headerColumns(row: ExcelJS.Row): Map<FindingColumnId, number> | null {
  const columns = new Map<FindingColumnId, number>();
  row.eachCell((cell, at) => {
    const column = COLUMN_BY_HEADER.get(cell.text.trim());
    if (column !== undefined && !columns.has(column)) columns.set(column, at);
  });
  return columns.has("finding_id") ? columns : null;
}

function readRow(row: ExcelJS.Row, columns: ReadonlyMap<FindingColumnId, number>): WorkbookFinding | null {
  const read = (column: FindingColumnId): string => {
    const at = columns.get(column);
    return at === undefined ? "" : (row.findCell(at)?.text ?? "").trim();
  };
  if (read("finding_id") === "") return null;
  const values = Object.fromEntries(FINDING_COLUMNS.map((column) => [column, column === "finding" ? read("finding") || codeOf(read("kind")) : read(column)]));
  const finding = { ...values, severity: SEVERITY_BY_LABEL.get(read("severity")) ?? read("severity") } as FindingRow;
  const label = read("result");
  const note = read("note");
  const result = RESULT_BY_LABEL.get(label) ?? label;
  const status = read("status");
  return {
    row: finding,
    mark: result === "" && note === "" ? null : { result, note },
    gone: status === WORKBOOK_TEXT.gone.zh || status === WORKBOOK_TEXT.gone.en,
  };
}

const COLUMN_BY_HEADER = new Map<string, FindingColumnId>(
  (Object.keys(FINDING_SHEET_COLUMNS) as FindingColumnId[]).flatMap((column) => {
    const { zh, en } = FINDING_SHEET_COLUMNS[column].header;
    return [[zh, column], [en, column]] as const;
  }),
);
const RESULT_BY_LABEL = new Map<string, string>(CHECK_RESULT_CODES.flatMap((code) => [[CHECK_RESULTS[code].zh, code], [CHECK_RESULTS[code].en, code]] as const));
const SEVERITY_BY_LABEL = new Map<string, Severity>(SEVERITIES.flatMap((severity) => [[SEVERITY_LABELS[severity].zh, severity], [SEVERITY_LABELS[severity].en, severity]] as const));
const CODE_BY_LABEL = new Map<string, string>(FINDING_CODES.flatMap((code) => [[findingLabel(code, "zh"), code], [findingLabel(code, "en"), code]] as const));

function codeOf(label: string): string {
  return CODE_BY_LABEL.get(label) ?? "";
}
