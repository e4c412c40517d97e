import { Readable } from "node:stream";
import { DoudiError, FINDINGS, type Lang, maskText } from "@doudi/contract";
import { type FindingState, isAllowed } from "@doudi/contract/api";
import { CSV_START, csvLine, guardFormula } from "@doudi/report/csv";
import { tableWorkbook } from "@doudi/report";
import { type ExportedFinding, exportedFindings, type FindingFilter, type FindingKey, keysOfFindings, recordAct } from "@doudi/store";
import type { Application } from "../application.js";
import type { Caller, FileAnswer } from "../handler.js";
import { chinaDay } from "../rosters/quarter.js";

export interface Export {
  filter: FindingFilter;
  format: "csv" | "xlsx";
  purpose: string;
}

type Parts = Pick<Application, "database" | "keyring" | "now">;

const LIMITS = { csv: 1_000_000, xlsx: 100_000 } as const;
const PAGE = 2000;

const SEVERITIES = { high: { zh: "高", en: "high" }, medium: { zh: "中", en: "medium" }, low: { zh: "低", en: "low" } } as const;
const STATES = {
  open: { zh: "待处理", en: "open" }, assigned: { zh: "已交办", en: "assigned" }, confirmed: { zh: "属实", en: "confirmed" },
  refuted: { zh: "不属实", en: "not so" }, disputed: { zh: "有异议", en: "disputed" }, gone: { zh: "已消除", en: "gone" },
} as const satisfies Record<FindingState, { zh: string; en: string }>;

/** The columns of an export: header, width in characters, whether it holds words out of rosters or of staff, and its text. */
const COLUMNS: readonly { zh: string; en: string; width: number; words: boolean; of(finding: ExportedFinding, lang: Lang, idNumber: string): string }[] = [
  { zh: "疑点编号", en: "Finding id", width: 18, words: false, of: ({ finding_id }) => finding_id },
  { zh: "疑点", en: "Finding", width: 20, words: false, of: ({ code }, lang) => FINDINGS[code][lang] },
  { zh: "程度", en: "Severity", width: 8, words: false, of: ({ severity }, lang) => SEVERITIES[severity][lang] },
  { zh: "状态", en: "State", width: 10, words: false, of: ({ state }, lang) => STATES[state][lang] },
  { zh: "姓名", en: "Name", width: 12, words: true, of: ({ name }) => name },
  { zh: "身份证号", en: "Id number", width: 21, words: false, of: (_finding, _lang, idNumber) => idNumber },
  { zh: "所在地", en: "Place", width: 18, words: true, of: ({ area_name, area_code }) => area_name ?? area_code },
  { zh: "户号", en: "Household", width: 15, words: true, of: ({ household_no }) => household_no },
  { zh: "疑点说明", en: "Why", width: 42, words: true, of: ({ reason }) => reason },
  { zh: "依据", en: "Source", width: 22, words: true, of: ({ source }) => source },
  { zh: "花名册位置", en: "Rows", width: 33, words: true, of: ({ rows }) => rows.map(({ file, sheet, row }) => `${file}#${sheet}#${row}`).join(";") },
  { zh: "交办给", en: "Assigned to", width: 16, words: true, of: ({ assigned_name, assigned_area }) => assigned_name ?? assigned_area ?? "" },
  { zh: "期限", en: "Due", width: 12, words: false, of: ({ due }) => due ?? "" },
  { zh: "具体原因", en: "Concrete reason", width: 26, words: true, of: ({ check_reason }) => check_reason ?? "" },
  { zh: "证据", en: "Evidence", width: 26, words: true, of: ({ evidence }) => evidence ?? "" },
];

/**
 * What a filter picks as a file, made while it is downloaded; on record before the first byte. Id numbers are whole for
 * those who may reveal them. Throws export_too_large.
 */
export async function exportFile(parts: Parts, caller: Caller, { filter, format, purpose }: Export): Promise<FileAnswer> {
  const whole = isAllowed(caller.role, "person.reveal");
  const day = chinaDay(parts.now());
  const limit = LIMITS[format];
  const keys = await parts.database.within(caller.scope, async (work) => {
    const keys = await keysOfFindings(work, caller.areaCode, filter, day, limit);
    if (keys.length > limit) throw new DoudiError("export_too_large", { limit });
    await recordAct(work, { act: "finding.export", objectKind: "findings", objectId: filter.area ?? caller.areaCode, detail: { ...filterDetail(filter), format, count: keys.length, ids: whole ? "full" : "masked", purpose: maskText(purpose) } });
    return keys;
  });
  const rows = pages(parts, caller, keys, whole);
  const name = `findings-${day}.${format}`;
  if (format === "xlsx") return { file: { media: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name, body: tableWorkbook({ name: caller.lang === "zh" ? "疑点" : "Findings", columns: COLUMNS.map((column) => ({ header: column[caller.lang], width: column.width })), rows }) } };
  return { file: { media: "text/csv; charset=utf-8", name, body: Readable.from(csv(caller.lang, rows)) } };
}

function filterDetail(filter: FindingFilter): Record<string, string | boolean> {
  return Object.fromEntries(Object.entries(filter).filter((entry): entry is [string, string | boolean] => entry[1] !== undefined));
}

/** The cells of some findings at a time, each time in a short transaction of its own: whoever downloads slowly holds no connection. */
async function* pages({ database, keyring }: Parts, caller: Caller, keys: readonly FindingKey[], whole: boolean): AsyncIterable<string[][]> {
  for (let at = 0; at < keys.length; at += PAGE) {
    const findings = await database.within(caller.scope, (work) => exportedFindings(work, keys.slice(at, at + PAGE)));
    yield findings.map((finding) => {
      const idNumber = whole && finding.id_sealed !== null && finding.key_version !== null ? keyring.open(finding.county_code, finding.key_version, finding.id_sealed).toString("utf8") : finding.id_masked;
      return COLUMNS.map(({ of }) => of(finding, caller.lang, idNumber));
    });
  }
}

async function* csv(lang: Lang, pages: AsyncIterable<string[][]>): AsyncIterable<string> {
  yield `${CSV_START}${csvLine(COLUMNS.map((column) => column[lang]))}`;
  for await (const page of pages) yield page.map((cells) => csvLine(cells.map((cell, at) => (COLUMNS[at]?.words === true ? guardFormula(cell) : cell)))).join("");
}
