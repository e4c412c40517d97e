import type { Bilingual } from "@doudi/contract";
import { foldHeader } from "./foldHeader.js";

/** Why a line of a file cannot be a row. */
export const REJECTIONS = {
  no_identity: { zh: "既没有身份证号也没有姓名", en: "no id and no name" },
  formula_error: { zh: "身份证号或姓名是公式错误,没有其他可以识别的内容", en: "the id or name is a formula error and nothing else identifies the row" },
  extra_cells: { zh: "单元格比表头多", en: "more cells than the header has" },
  undecodable: { zh: "有无法识别的字符编码", en: "characters that cannot be decoded" },
  quote_open: { zh: "引号没有闭合", en: "a quote that is never closed" },
  quote_text: { zh: "引号之后还有文字", en: "text after a closing quote" },
} as const satisfies Record<string, Bilingual>;
export type Rejection = keyof typeof REJECTIONS;

/** Which columns tell who a row speaks of. */
export interface IdentityColumns {
  /** Columns that hold an id number (or a certificate that begins with one). */
  ids: readonly number[];
  names: readonly number[];
  /** The header's cells, folded, to know it again further down. */
  header: readonly string[];
}

const TOTAL = /^(?:本页|本村|本组|全[村乡镇县市州]|各[村乡镇])?(?:小计|合计|总计|共计|累计|总合计|总数|总人数|总户数|计)(?:[(:：\d共].*)?$/;
const TOTAL_END = /(?:小计|合计|总计|共计)[:：]?$/;
const TOTAL_WORD = /^(?:小计|合计|总计|共计)[:：]?$/;
const SIGNATURE =
  /^(?:制表人?|制表单位|填表人?|填报人?|填报单位|填表单位|报送单位|报送人|审核人?|审批人?|审核单位|复核人?|核对人|负责人|单位负责人|经办人|统计人|录入人|编制人|主要领导|分管领导|主管领导|单位领导|领导签字|签字|签章|盖章|单位盖章|单位\(盖章\)|填表日期|填报日期|填报时间|制表日期|制表时间|报送日期|打印日期|打印时间|审核日期|日期)(?:[(:：].*|签[字名章].*|\(?盖章\)?.*|意见.*)?$/;
const NOTE = /^(?:注|备注|说明|填表说明|填报说明|注意事项|附注|注释)(?:\d?[:：].*|$)/;
const FORMULA_ERROR = /^#(?:REF!?|N\/A|VALUE!?|NAME\?|DIV\/0!?|NULL!?|NUM!?|SPILL!|CALC!|GETTING_DATA)$/i;
const ROUNDED_ID = /^[1-9]\.?\d*e\+?1[4-9]$/;

/** Whether a cell holds the text of a spreadsheet error (#REF!, #N/A …). */
export function isFormulaError(text: string): boolean {
  return text.charCodeAt(0) === 35 && FORMULA_ERROR.test(text.trim());
}

/** Whether a text could be an id number, however damaged: 14 digits or more, or a number that a spreadsheet rounded. */
export function isPlausibleId(text: string): boolean {
  if (isPlainId(text)) return true;
  if (text === "") return false;
  const folded = text.normalize("NFKC").toLowerCase().replace(/[\s'"`’‘-]/g, "");
  return /^\d{14,19}[\dx]/.test(folded) || /^\d{14}[\dx]?$/.test(folded) || ROUNDED_ID.test(folded);
}

/** 18 or 15 plain characters, digits but for the last: the common case, told without folding. */
function isPlainId(text: string): boolean {
  const length = text.length;
  if (length !== 18 && length !== 15) return false;
  for (let at = 0; at < length - 1; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/**
 * What a line of the data area is: a row, no row (blank, total, signature, header again, column numbers), or why it is
 * rejected. A line with a plausible id is always a row.
 */
export function classifyRow(cells: readonly string[], identity: IdentityColumns): "row" | "skipped" | Rejection {
  for (const column of identity.ids) if (isPlausibleId(cells[column] ?? "")) return "row";
  return classifyWithoutId(cells, identity);
}

function classifyWithoutId(cells: readonly string[], identity: IdentityColumns): "row" | "skipped" | Rejection {
  const first = cells.findIndex((cell) => cell.trim() !== "");
  if (first < 0) return "skipped";
  const lead = foldHeader(cells[first] ?? "");
  if (isTotal(lead) || SIGNATURE.test(lead) || NOTE.test(lead)) return "skipped";

  let identified = false;
  let broken = false;
  for (const column of [...identity.names, ...identity.ids]) {
    const text = (cells[column] ?? "").trim();
    if (text === "") continue;
    if (isFormulaError(text)) broken = true;
    else if (isTotal(foldHeader(text)) || SIGNATURE.test(foldHeader(text))) return "skipped";
    else identified = true;
  }
  if (isHeaderAgain(cells, identity.header) || isColumnNumbers(cells)) return "skipped";
  if (identified) return "row";
  if (cells.some((cell) => cell !== "" && isClosingLine(foldHeader(cell)))) return "skipped";
  return broken ? "formula_error" : "no_identity";
}

function isTotal(folded: string): boolean {
  return TOTAL.test(folded) || (folded.length <= 16 && TOTAL_END.test(folded));
}

function isClosingLine(folded: string): boolean {
  return TOTAL_WORD.test(folded) || (/[:：]/.test(folded) && (SIGNATURE.test(folded) || NOTE.test(folded)));
}

/** Printed rosters repeat their header on every page. */
function isHeaderAgain(cells: readonly string[], header: readonly string[]): boolean {
  let same = 0;
  for (const [column, cell] of cells.entries()) {
    if (cell.trim() === "") continue;
    const folded = foldHeader(cell);
    const expected = header[column] ?? "";
    if (folded !== expected && !(folded.length > 1 && (expected.startsWith(folded) || expected.endsWith(folded)))) return false;
    same += 1;
  }
  return same > 1 || (same === 1 && header.filter((text) => text !== "").length <= 2);
}

/** Forms number their columns under the header: 1 2 3 …, or 甲 乙 1 2. */
function isColumnNumbers(cells: readonly string[]): boolean {
  let last = 0;
  let count = 0;
  for (const cell of cells) {
    const text = cell.trim();
    if (text === "") continue;
    count += 1;
    if (/^[甲乙丙丁戊己]$/.test(text)) continue;
    const number = /^[([(]?(\d{1,2})[)\])]?$/.exec(text)?.[1];
    if (number === undefined || Number(number) !== last + 1) return false;
    last += 1;
  }
  return count >= 3;
}
