import { CHECK_RESULT_CODES, CHECK_RESULTS, type FindingRow, isCheckResult, isFindingCode, isSeverity, type Lang, maskId, maskText } from "@doudi/contract";
import type ExcelJS from "exceljs";
import { findingLabel } from "../findingLabel.js";
import { rowPlaces } from "../rowPlaces.js";
import { SEVERITY_LABELS } from "../severityLabels.js";
import { speaker } from "../speaker.js";
import { cellText } from "./cellText.js";
import { columnHeader, FINDING_SHEET_COLUMNS, type FindingColumnId, sheetColumns, UNPRINTED_COLUMNS } from "./findingColumns.js";
import { BODY_STYLES, HEADER_STYLE, INK, PROBABILITY_STYLES, SEVERITY_STYLES } from "./sheetStyles.js";
import { textLines } from "./textLines.js";
import { WORKBOOK_TEXT } from "./workbookText.js";

/** A finding as one line of a sheet. */
export interface SheetLine {
  row: FindingRow;
  /** The place in names. */
  place: string;
  status: "new" | "same" | "gone" | "notChecked" | null;
  /** A check result (code or the clerk's own word) and a reason carried over, "" where there is none. */
  result: string;
  note: string;
}

interface FindingSheetOptions {
  name: string;
  /** Printed at the head of every page. */
  heading: string;
  tabColor: string;
  lang: Lang;
  ids: "full" | "masked";
  /** The sheet mixes kinds of finding, so that each line says its own. */
  mixed: boolean;
  lines: readonly SheetLine[];
}

const LINES_A_TURN = 2_000;
const LINE_POINTS = 14;
/** Two lines leave room to write a reason by hand. */
const FEWEST_LINES = 2;
const MOST_LINES = 20;

/** Writes one sheet of findings to a streaming workbook, ready to filter, fill in and print. */
export async function writeFindingSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, options: FindingSheetOptions): Promise<void> {
  const { lang, lines } = options;
  const say = speaker(WORKBOOK_TEXT, lang);
  const columns = sheetColumns({
    kind: options.mixed,
    score: lines.some(({ row }) => row.score !== ""),
    status: lines.some(({ status }) => status !== null),
  });
  const lastRow = lines.length + 1;
  const sheet = workbook.addWorksheet(options.name, {
    views: [{ state: "frozen", xSplit: columns.indexOf("name") + 1, ySplit: 1, showGridLines: false }],
    properties: { tabColor: { argb: options.tabColor } },
    pageSetup: {
      paperSize: 9,
      orientation: "landscape",
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      margins: { left: 0.4, right: 0.4, top: 0.65, bottom: 0.6, header: 0.3, footer: 0.3 },
      printTitlesRow: "1:1",
      printArea: `A$1:${columnLetter(columns.length - UNPRINTED_COLUMNS)}$${lastRow}`,
    },
    headerFooter: { oddHeader: `&L&10${headerText(options.heading)}`, oddFooter: `&C&9${say("page")}` },
  });
  sheet.columns = columns.map((column) => ({ width: FINDING_SHEET_COLUMNS[column].width }));
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: lastRow, column: columns.length } };

  const header = sheet.addRow([]);
  header.height = 24;
  columns.forEach((column, index) => {
    const cell = header.getCell(index + 1);
    cell.value = columnHeader(column, lang);
    cell.style = HEADER_STYLE;
  });
  header.commit();

  for (const [index, line] of lines.entries()) {
    const row = sheet.addRow([]);
    let deepest = FEWEST_LINES;
    columns.forEach((column, at) => {
      const cell = row.getCell(at + 1);
      const value = cellValue(column, line, index, options);
      cell.value = value;
      cell.style = cellStyle(column, line, index % 2 === 0 ? 0 : 1);
      const { look, width } = FINDING_SHEET_COLUMNS[column];
      if ((look === "wrapped" || look === "entry") && typeof value === "string") deepest = Math.max(deepest, textLines(value, width));
    });
    // Written out, because not every spreadsheet program fits rows to wrapped text when it opens a file.
    row.height = 4 + LINE_POINTS * Math.min(deepest, MOST_LINES);
    row.commit();
    // Lets the zip stream drain, so that a large sheet is not held in memory.
    if (index % LINES_A_TURN === LINES_A_TURN - 1) await new Promise((resolve) => setImmediate(resolve));
  }

  const result = columnLetter(columns.indexOf("result") + 1);
  // exceljs keeps validations by address; its types leave the collection out.
  const { dataValidations } = sheet as unknown as { dataValidations: { add(range: string, validation: ExcelJS.DataValidation): void } };
  dataValidations.add(`${result}2:${result}${lastRow}`, {
    type: "list",
    allowBlank: true,
    formulae: [`"${CHECK_RESULT_CODES.map((code) => CHECK_RESULTS[code][lang]).join(",")}"`],
    showErrorMessage: true,
    errorTitle: say("resultTitle"),
    error: say("choose"),
    showInputMessage: true,
    promptTitle: say("resultTitle"),
    prompt: say("choosePrompt"),
  });
  sheet.commit();
}

function cellValue(column: FindingColumnId, line: SheetLine, index: number, options: FindingSheetOptions): ExcelJS.CellValue {
  const { row } = line;
  const { lang, ids } = options;
  const masked = ids === "masked";
  switch (column) {
    case "number":
      return index + 1;
    case "kind":
      return isFindingCode(row.finding) ? findingLabel(row.finding, lang) : cellText(row.finding);
    case "severity":
      return isSeverity(row.severity) ? SEVERITY_LABELS[row.severity][lang] : cellText(row.severity);
    case "id_number":
      return cellText(masked ? maskId(row.id_number) : row.id_number);
    case "division":
      return cellText(line.place);
    case "reason":
      return cellText(masked ? maskText(row.reason) : row.reason);
    case "rows":
      return cellText(rowPlaces(row.rows, lang));
    case "score":
      return scoreValue(row.score);
    case "status":
      return line.status === null ? "" : WORKBOOK_TEXT[line.status][lang];
    case "result":
      return isCheckResult(line.result) ? CHECK_RESULTS[line.result][lang] : cellText(line.result);
    case "note":
      return cellText(line.note);
    case "name":
    case "household_no":
    case "source":
    case "finding":
    case "finding_id":
      return cellText(row[column]);
  }
}

function scoreValue(score: string): number | string | null {
  if (score === "") return null;
  const value = Number(score);
  return Number.isFinite(value) ? value : cellText(score);
}

function cellStyle(column: FindingColumnId, line: SheetLine, stripe: 0 | 1): Partial<ExcelJS.Style> {
  if (column === "severity") {
    const harm = line.row.finding.startsWith("wrong.");
    return SEVERITY_STYLES[line.row.severity !== "high" ? "other" : harm ? "harm" : "high"][stripe];
  }
  if (column === "score") return PROBABILITY_STYLES[stripe];
  return BODY_STYLES[FINDING_SHEET_COLUMNS[column].look][stripe];
}

/** The tab of a group of findings: red for benefits paid wrongly, amber for what is only probable, blue and grey for the rest. */
export function tabColor(code: string): string {
  if (code.startsWith("wrong.")) return INK.harm;
  if (code.startsWith("link.")) return INK.doubt;
  return code.startsWith("quality.") ? INK.muted : INK.blue;
}

/** In page headers "&" starts a code, and "&10" followed by a digit would read as a size. */
function headerText(text: string): string {
  return ` ${text.replaceAll("&", "&&")}`;
}

function columnLetter(column: number): string {
  let letters = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
