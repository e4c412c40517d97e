import type { Lang } from "@doudi/contract";
import { kindLabel, unknownHeaders, type InspectedSheet, type Inspection } from "./inspectFile.js";
import { loadKinds } from "./kinds.js";
import { columnLetters } from "./mapColumns.js";

const WORDS = {
  zh: { file: "文件名", sheet: "工作表", title: "标题", header: "表头", manifest: "清单", kind: "种类", sure: "把握", why: "依据", period: "期次", none: "未注明", unknown: "认不出", maybe: "可能是", rows: "行", rejected: "剔除", skipped: "跳过(空行、合计、签字等)", columns: "列", notUsed: "未识别的列", first: "前几行(已脱敏)", firstRejected: "剔除的行", other: "其他工作表(不是名册)", row: "第{n}行", headerAt: "表头在第 {n} 行", headerTwo: ",占两行", warnings: "提示", problems: "问题", ok: "可以读取", bytes: "字节" },
  en: { file: "file name", sheet: "sheet", title: "title", header: "header", manifest: "manifest", kind: "kind", sure: "sure", why: "because of", period: "period", none: "not stated", unknown: "unknown", maybe: "could be", rows: "rows", rejected: "rejected", skipped: "skipped (blanks, totals, signatures …)", columns: "columns", notUsed: "columns not recognised", first: "first rows (masked)", firstRejected: "rejected rows", other: "other sheets (no rosters)", row: "row {n}", headerAt: "header in row {n}", headerTwo: ", two rows", warnings: "notes", problems: "problems", ok: "can be read", bytes: "bytes" },
} as const;
type Words = (typeof WORDS)[Lang];
const ANSI = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const;
type Style = (style: keyof typeof ANSI, text: string) => string;

/** An inspection as text for a terminal. With `color` it carries ANSI colours. */
export function formatInspection(inspection: Inspection, lang: Lang, { color }: { color: boolean }): string {
  const words = WORDS[lang];
  const paint: Style = (style, text) => (color ? `\u001b[${ANSI[style][0]}m${text}\u001b[${ANSI[style][1]}m` : text);
  const about = [inspection.format, inspection.encoding, `${inspection.bytes.toLocaleString("en")} ${words.bytes}`].filter((part) => part !== null).join(" · ");
  const lines = [`${paint("bold", inspection.file)}  ${paint("dim", about)}`];
  for (const sheet of inspection.sheets) lines.push(...sheetLines(sheet, lang, words, paint));
  if (inspection.otherSheets.length > 0) lines.push(`  ${words.other}: ${inspection.otherSheets.map((other) => `${other.sheet} (${other.rows} ${words.rows})`).join(", ")}`);
  if (inspection.problems.length > 0) lines.push(`  ${paint("red", `${words.problems}:`)}`, ...inspection.problems.map((problem) => `    ${paint("red", "✗")} ${problem.message[lang]}`));
  else lines.push(`  ${paint("green", `✓ ${words.ok}`)}`);
  return `${lines.join("\n")}\n`;
}

function sheetLines(sheet: InspectedSheet, lang: Lang, words: Words, paint: Style): string[] {
  const lines: string[] = [];
  const place = `${words.headerAt.replace("{n}", String(sheet.headerRow))}${sheet.headerRows === 2 ? words.headerTwo : ""}`;
  lines.push(`  ${sheet.sheet === "" ? "" : `${words.sheet} ${paint("bold", sheet.sheet)} · `}${place}${sheet.title.length > 0 ? ` · ${words.title}: ${sheet.title.join(" / ")}` : ""}`);
  lines.push(`    ${words.kind}: ${kindText(sheet, lang, words, paint)}`);
  lines.push(`    ${words.period}: ${sheet.period === null ? words.none : `${sheet.period.label} (→ ${sheet.period.end})`}`);
  lines.push(`    ${words.rows}: ${paint("bold", sheet.rows.toLocaleString("en"))} · ${words.rejected}: ${sheet.rejected > 0 ? paint("yellow", String(sheet.rejected)) : "0"} · ${words.skipped}: ${sheet.skipped}`);
  lines.push(`    ${words.columns}:`);
  const width = Math.max(0, ...sheet.columns.map(({ header }) => displayWidth(oneLine(header))));
  for (const [at, { header, column, label, unit }] of sheet.columns.entries()) {
    if (column === null) continue;
    lines.push(`      ${columnLetters(at).padEnd(2)} ${pad(oneLine(header), width)} → ${paint("cyan", label?.[lang] ?? column)} ${paint("dim", column)}${unit === null ? "" : ` (${unit})`}`);
  }
  const unknown = unknownHeaders(sheet, loadKinds());
  if (unknown.length > 0) lines.push(`    ${words.notUsed}: ${unknown.map(oneLine).join(lang === "zh" ? "、" : ", ")}`);
  if (sheet.firstRows.length > 0) lines.push(`    ${words.first}:`, ...sheet.firstRows.map(({ row, cells }) => `      ${words.row.replace("{n}", String(row))}: ${cells.map(oneLine).join(" | ")}`));
  if (sheet.firstRejected.length > 0)
    lines.push(`    ${paint("yellow", `${words.firstRejected}:`)}`, ...sheet.firstRejected.map(({ row, reason, raw }) => `      ${words.row.replace("{n}", String(row))}: ${reason[lang]} — ${oneLine(raw)}`));
  if (sheet.warnings.length > 0) lines.push(`    ${paint("yellow", `${words.warnings}:`)}`, ...sheet.warnings.map((warning) => `      · ${warning[lang]}`));
  return lines;
}

function kindText(sheet: InspectedSheet, lang: Lang, words: Words, paint: Style): string {
  const name = (kind: Parameters<typeof kindLabel>[0]): string => `${kindLabel(kind)[lang]} ${kind}`;
  if (sheet.kind === null) {
    const candidates = sheet.candidates.slice(0, 3).map((guess) => name(guess.kind));
    return paint("red", candidates.length === 0 ? words.unknown : `${words.maybe} ${candidates.join(" / ")}`);
  }
  const why = sheet.evidence.map((evidence) => evidenceText(evidence, words));
  return `${paint("green", name(sheet.kind))} · ${words.sure} ${Math.round(sheet.confidence * 100)}%${why.length > 0 ? ` · ${words.why} ${why.join(", ")}` : ""}`;
}

function evidenceText(evidence: string, words: Words): string {
  const [where = "", ...rest] = evidence.split("=");
  const place = where === "file" || where === "sheet" || where === "title" || where === "header" || where === "manifest" ? words[where] : where;
  return rest.length === 0 ? place : `${place} “${oneLine(rest.join("="))}”`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Columns that a text takes on a terminal: Chinese characters take two. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(character) ? 2 : 1;
  return width;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}
