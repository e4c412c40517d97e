import { FINDINGS, type FindingCode, type Lang, type PreviousCounts, type Severity, type Summary } from "@doudi/contract";
import type ExcelJS from "exceljs";
import { capitalised, findingLabel, groupLabel } from "../findingLabel.js";
import { findingList, notRunReason, partialReason } from "../notices.js";
import { rosterLabel } from "../rosterLabel.js";
import { SEVERITY_LABELS } from "../severityLabels.js";
import { speaker } from "../speaker.js";
import { cellText } from "./cellText.js";
import { box, fill, font, HEADER_STYLE, INK } from "./sheetStyles.js";
import { textLines } from "./textLines.js";
import { WORKBOOK_TEXT } from "./workbookText.js";

export interface CoverCount {
  code: FindingCode;
  severity: Record<Severity, number>;
  /** The sheet that lists them, null where there are none. */
  sheet: string | null;
}

interface CoverOptions {
  summary: Summary;
  lang: Lang;
  counts: readonly CoverCount[];
  previous: PreviousCounts | null;
  /** The township of a split workbook, null for the whole. */
  township: string | null;
  goneSheet: string | null;
}

const WIDTHS = [20, 40, 13, 7, 12, 9, 9, 10, 9];
const LAST = WIDTHS.length;
/** What fits one printed page, in points: A4 less its margins, at the scale that fits these columns to its width. */
const PAGE_POINTS = 1010;
const SIGNATURE_POINTS = 250;

/** Writes the first sheet: what was compared, what could not be, how much was found, and where two departments sign. */
export function writeCoverSheet(workbook: ExcelJS.stream.xlsx.WorkbookWriter, options: CoverOptions): void {
  const { lang } = options;
  const say = speaker(WORKBOOK_TEXT, lang);
  const sheet = workbook.addWorksheet(say("coverSheet"), {
    views: [{ state: "normal", showGridLines: false }],
    properties: { tabColor: { argb: INK.blue } },
    pageSetup: { paperSize: 9, orientation: "portrait", fitToWidth: 1, fitToHeight: 0, horizontalCentered: true, margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 } },
    headerFooter: { oddFooter: `&C&9${say("page")}` },
  });
  sheet.columns = WIDTHS.map((width) => ({ width }));
  const page = new CoverPage(sheet);

  writeTitle(page, options);
  writeNotices(page, options);
  writeRosters(page, options);
  writeCounts(page, options);
  writeSignatures(page, lang);
  sheet.commit();
}

/** Rows of the cover, written from top to bottom. */
class CoverPage {
  private used = 0;

  constructor(private readonly sheet: ExcelJS.Worksheet) {}

  /** Begins a new printed page where what follows might not fit this one. */
  keepTogether(points: number): void {
    if (PAGE_POINTS - (this.used % PAGE_POINTS) < points) this.sheet.lastRow?.addPageBreak();
  }

  /** One cell over the whole width. */
  line(text: string, style: Partial<ExcelJS.Style>, height: number): void {
    this.row([{ text, style, from: 1, to: LAST }], height);
  }

  gap(height = 10): void {
    this.sheet.addRow([]).height = height;
    this.used += height;
  }

  heading(text: string): void {
    this.gap();
    this.line(text, { font: font({ size: 12, bold: true, color: INK.blue }), alignment: { vertical: "middle" } }, 22);
  }

  row(cells: readonly { text: ExcelJS.CellValue; style: Partial<ExcelJS.Style>; from: number; to?: number }[], height?: number): void {
    const row = this.sheet.addRow([]);
    let deepest = 1;
    for (const { text, style, from, to = from } of cells) {
      for (let column = from; column <= to; column += 1) row.getCell(column).style = style;
      row.getCell(from).value = typeof text === "string" ? cellText(text) : text;
      const shown = typeof text === "object" && text !== null && "text" in text ? String(text.text) : String(text);
      deepest = Math.max(deepest, textLines(shown, WIDTHS.slice(from - 1, to).reduce((sum, width) => sum + width, 0)));
      if (to > from) this.sheet.mergeCells(row.number, from, row.number, to);
    }
    row.height = height ?? 3 + 13.5 * deepest;
    this.used += row.height;
  }
}

function writeTitle(page: CoverPage, { summary, lang, township }: CoverOptions): void {
  const say = speaker(WORKBOOK_TEXT, lang);
  const left = { vertical: "middle", wrapText: true } as const;
  page.line(say("title", { place: summary.place.name }), { font: font({ size: 18, bold: true }), alignment: left }, 36);
  const packs = summary.packs.map((pack) => `${pack.name[lang]} ${pack.version}`).join(lang === "zh" ? "、" : ", ");
  const subtitle = say("subtitle", { date: summary.date, code: summary.place.code, packs });
  page.line(subtitle, { font: font({ color: INK.muted }), alignment: left }, textHeight(subtitle));
  if (township !== null) page.line(say("township", { township }), { font: font({ size: 12, bold: true }), alignment: left }, 22);
  page.gap(6);
  page.line(say("howTo"), { font: font(), alignment: { wrapText: true, vertical: "middle" }, fill: fill(INK.stripe), border: box() }, textHeight(say("howTo")) + 8);
}

function writeNotices(page: CoverPage, { summary, lang, previous }: CoverOptions): void {
  const say = speaker(WORKBOOK_TEXT, lang);
  const colon = lang === "zh" ? "：" : ": ";
  const block = (title: string, lines: readonly string[], ink: string, ground: string): void => {
    if (lines.length === 0) return;
    page.heading(title);
    for (const line of lines) {
      page.line(line, { font: font({ color: ink }), fill: fill(ground), border: box(), alignment: { wrapText: true, vertical: "middle" } }, textHeight(line));
    }
  };
  block(say("unreadable"), summary.unreadable.map(({ file, message }) => `${file}${colon}${message}`), INK.harm, INK.harmFill);
  block(say("notRun"), summary.notRun.map((entry) => `${findingLabel(entry.check, lang)}${colon}${notRunReason(entry, lang)}`), INK.doubt, INK.doubtFill);
  block(say("partial"), summary.partial.map((entry) => `${findingLabel(entry.check, lang)}${colon}${partialReason(entry, lang)}`), INK.doubt, INK.doubtFill);
  block(
    say("unsourced"),
    summary.unsourced.map((entry) => say("unsourcedLine", { name: entry.name[lang], value: entry.value, checks: findingList(entry.checks, lang) })),
    INK.doubt,
    INK.doubtFill,
  );
  if (previous !== null) block(say("previous"), [say("previousLine", { ...previous })], INK.text, INK.stripe);
}

function writeRosters(page: CoverPage, { summary, lang }: CoverOptions): void {
  const say = speaker(WORKBOOK_TEXT, lang);
  page.heading(say("rosters"));
  const headers = ["roster", "file", "period", "version", "sentBy", "rows", "accepted", "duplicates", "rejected"] as const;
  page.row(headers.map((key, index) => ({ text: say(key), style: HEADER_STYLE, from: index + 1 })), 20);
  for (const roster of summary.rosters) {
    const texts = [capitalised(rosterLabel(roster.kind, lang)), roster.file, roster.period ?? "—", roster.version ?? "—", roster.sentBy ?? "—"];
    const figures = [roster.rows, roster.accepted, roster.duplicates, roster.rejected];
    page.row([
      ...texts.map((text, index) => ({ text, style: TEXT, from: index + 1 })),
      ...figures.map((figure, index) => ({ text: figure, style: FIGURE, from: texts.length + index + 1 })),
    ]);
  }
  const sum = (key: "rows" | "accepted" | "duplicates" | "rejected"): number => summary.rosters.reduce((total, roster) => total + roster[key], 0);
  page.row([
    { text: say("total"), style: TOTAL_TEXT, from: 1, to: 5 },
    ...(["rows", "accepted", "duplicates", "rejected"] as const).map((key, index) => ({ text: sum(key), style: TOTAL_FIGURE, from: 6 + index })),
  ]);
}

function writeCounts(page: CoverPage, { summary, lang, counts, goneSheet, previous }: CoverOptions): void {
  const say = speaker(WORKBOOK_TEXT, lang);
  const clauses = new Map(summary.checks.map((check) => [check.code, `${check.source.doc} ${check.source.clause}`.trim()]));
  page.heading(say("counts"));
  page.row(
    [
      { text: say("group"), style: HEADER_STYLE, from: 1 },
      { text: say("kind"), style: HEADER_STYLE, from: 2 },
      { text: say("clause"), style: HEADER_STYLE, from: 3, to: 5 },
      { text: capitalised(SEVERITY_LABELS.high[lang]), style: HEADER_STYLE, from: 6 },
      { text: capitalised(SEVERITY_LABELS.medium[lang]), style: HEADER_STYLE, from: 7 },
      { text: capitalised(SEVERITY_LABELS.low[lang]), style: HEADER_STYLE, from: 8 },
      { text: say("total"), style: HEADER_STYLE, from: 9 },
    ],
    20,
  );
  const totals = { high: 0, medium: 0, low: 0 };
  for (const { code, severity, sheet } of counts) {
    const label = findingLabel(code, lang);
    totals.high += severity.high;
    totals.medium += severity.medium;
    totals.low += severity.low;
    page.row([
      { text: groupLabel(FINDINGS[code].group, lang), style: TEXT, from: 1 },
      { text: sheet === null ? label : link(label, sheet), style: sheet === null ? TEXT : LINK, from: 2 },
      { text: clauses.get(code) ?? "—", style: TEXT, from: 3, to: 5 },
      { text: severity.high, style: FIGURE, from: 6 },
      { text: severity.medium, style: FIGURE, from: 7 },
      { text: severity.low, style: FIGURE, from: 8 },
      { text: severity.high + severity.medium + severity.low, style: FIGURE, from: 9 },
    ]);
  }
  page.row([
    { text: say("total"), style: TOTAL_TEXT, from: 1, to: 5 },
    { text: totals.high, style: TOTAL_FIGURE, from: 6 },
    { text: totals.medium, style: TOTAL_FIGURE, from: 7 },
    { text: totals.low, style: TOTAL_FIGURE, from: 8 },
    { text: totals.high + totals.medium + totals.low, style: TOTAL_FIGURE, from: 9 },
  ]);
  if (goneSheet !== null && previous !== null) {
    page.row([
      { text: say("previous"), style: TEXT, from: 1 },
      { text: link(say("goneSheet"), goneSheet), style: LINK, from: 2 },
      { text: "", style: TEXT, from: 3, to: 8 },
      { text: previous.gone + previous.notChecked, style: FIGURE, from: 9 },
    ]);
  }
}

/** Two boxes side by side: handler, head, date and seal of each department (YN-069). */
function writeSignatures(page: CoverPage, lang: Lang): void {
  const say = speaker(WORKBOOK_TEXT, lang);
  page.keepTogether(SIGNATURE_POINTS);
  page.heading(say("signatures"));
  page.line(say("signatureNote"), { font: font({ color: INK.muted }), alignment: { vertical: "middle", wrapText: true } }, textHeight(say("signatureNote")));
  const sides = (left: string, right: string, style: Partial<ExcelJS.Style>, height: number): void => {
    page.row([{ text: left, style, from: 1, to: 4 }, { text: right, style, from: 5, to: LAST }], height);
  };
  sides(say("civilAffairs"), say("ruralRevitalisation"), HEADER_STYLE, 22);
  const blank: Partial<ExcelJS.Style> = { font: font(), border: box(), alignment: { vertical: "middle", indent: 1 } };
  for (const key of ["handler", "head", "signedOn"] as const) sides(say(key), say(key), blank, 30);
  sides(say("seal"), say("seal"), { font: font({ color: INK.muted }), border: box(), alignment: { vertical: "bottom", horizontal: "right", indent: 2 } }, 76);
}

const TEXT: Partial<ExcelJS.Style> = { font: font(), border: box(), alignment: { vertical: "middle", wrapText: true }, numFmt: "@" };
const LINK: Partial<ExcelJS.Style> = { ...TEXT, font: { ...font({ color: INK.blue }), underline: true } };
const FIGURE: Partial<ExcelJS.Style> = { font: font(), border: box(), alignment: { vertical: "middle", horizontal: "right" }, numFmt: "#,##0" };
const TOTAL_TEXT: Partial<ExcelJS.Style> = { ...TEXT, font: font({ bold: true }), fill: fill(INK.stripe) };
const TOTAL_FIGURE: Partial<ExcelJS.Style> = { ...FIGURE, font: font({ bold: true }), fill: fill(INK.stripe) };

function link(text: string, sheet: string): ExcelJS.CellHyperlinkValue {
  return { text, hyperlink: `#'${sheet}'!A1` };
}

/** Height in points of a text wrapped over the page: merged cells do not grow by themselves. */
function textHeight(text: string): number {
  return 6 + 14.5 * textLines(text, WIDTHS.reduce((sum, width) => sum + width, 0));
}
