import { FINDING_CODES, type FindingCode, type Lang, type PreviousCounts, type Severity, type Summary } from "@doudi/contract";
import ExcelJS from "exceljs";
import { findingLabel } from "../findingLabel.js";
import { compareFindings } from "../findingOrder.js";
import { speaker } from "../speaker.js";
import { writeCoverSheet, type CoverCount } from "./coverSheet.js";
import { type SheetLine, tabColor, writeFindingSheet } from "./findingSheet.js";
import { INK } from "./sheetStyles.js";
import { findingSheetName, sheetName } from "./sheetName.js";
import { WORKBOOK_TEXT } from "./workbookText.js";

interface FillOptions {
  path: string;
  summary: Summary;
  lang: Lang;
  ids: "full" | "masked";
  lines: readonly SheetLine[];
  gone: readonly SheetLine[];
  previous: PreviousCounts | null;
  township: string | null;
}

/** Writes a cover and a sheet for each kind of finding into one workbook. The lines are held in memory. */
export async function fillWorkbook(options: FillOptions): Promise<void> {
  const { summary, lang, ids } = options;
  const say = speaker(WORKBOOK_TEXT, lang);
  const byCode = new Map<string, SheetLine[]>();
  for (const line of options.lines) {
    const lines = byCode.get(line.row.finding);
    if (lines === undefined) byCode.set(line.row.finding, [line]);
    else lines.push(line);
  }
  const ran = new Set<string>(summary.findings.map(({ code }) => code));
  const codes = FINDING_CODES.filter((code) => ran.has(code) || byCode.has(code));
  const names = uniqueNames([say("coverSheet"), say("goneSheet")], codes, lang);
  const counts = codes.map((code): CoverCount => {
    const lines = byCode.get(code) ?? [];
    return { code, severity: countSeverities(lines), sheet: lines.length === 0 ? null : (names.get(code) ?? null) };
  });

  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: options.path, useStyles: true, useSharedStrings: true });
  workbook.creator = `Doudi ${summary.doudiVersion}`;
  workbook.lastModifiedBy = "Doudi";
  const goneSheet = options.gone.length === 0 ? null : say("goneSheet");
  writeCoverSheet(workbook, { summary, lang, counts, previous: options.previous, township: options.township, goneSheet });
  const heading = (label: string): string => `${options.township ?? summary.place.name}  ${label}  ${summary.date}`;
  for (const { code, sheet } of counts) {
    if (sheet === null) continue;
    const lines = (byCode.get(code) ?? []).sort((a, b) => compareFindings(a.row, b.row));
    await writeFindingSheet(workbook, { name: sheet, heading: heading(findingLabel(code, lang)), tabColor: tabColor(code), lang, ids, mixed: false, lines });
  }
  if (goneSheet !== null) {
    const lines = [...options.gone].sort((a, b) => compareFindings(a.row, b.row));
    await writeFindingSheet(workbook, { name: goneSheet, heading: heading(say("goneSheet")), tabColor: INK.muted, lang, ids, mixed: true, lines });
  }
  await workbook.commit();
}

function countSeverities(lines: readonly SheetLine[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { high: 0, medium: 0, low: 0 };
  for (const { row } of lines) counts[row.severity === "high" || row.severity === "medium" ? row.severity : "low"] += 1;
  return counts;
}

/** Sheet names must differ even where long labels are cut at the same word; spreadsheets ignore case. */
function uniqueNames(taken: readonly string[], codes: readonly FindingCode[], lang: Lang): Map<FindingCode, string> {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const names = new Map<FindingCode, string>();
  for (const code of codes) {
    let name = findingSheetName(code, lang);
    for (let copy = 2; used.has(name.toLowerCase()); copy += 1) name = `${sheetName(findingSheetName(code, lang).slice(0, 28))} ${copy}`;
    used.add(name.toLowerCase());
    names.set(code, name);
  }
  return names;
}
