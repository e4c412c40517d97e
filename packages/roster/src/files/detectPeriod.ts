export interface Period {
  label: string;
  /** Its last day, YYYY-MM-DD. */
  end: string;
}

const YEAR = "(?<![\\d\\[(])((?:19|20)\\d\\d)";
const DIGITS: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, "1": 1, "2": 2, "3": 3, "4": 4 };

const DATE = "(?:19|20)\\d\\d[年.\\-/]\\d{1,2}[月.\\-/](?:\\d{1,2}日?)?";
const RANGE_START = new RegExp(`${DATE}\\s*(?:至|到|-|—|–|~)+\\s*(?=${DATE})`, "g");
const FORM_DATE = new RegExp(`(?:填[表报]|制表|填写|报送|打印|编制)(?:日期|时间)?[::]?\\s*${DATE}`, "g");

const READERS: { pattern: RegExp; end: (groups: readonly (string | undefined)[]) => string | null }[] = [
  { pattern: new RegExp(`${YEAR}年(?:\\d{1,2}月?[-~至到])(\\d{1,2})月`), end: ([, year, month]) => monthEnd(Number(year), Number(month)) },
  { pattern: new RegExp(`${YEAR}[年.\\-/](\\d{1,2})[月.\\-/](\\d{1,2})(?:日|(?!\\d))`), end: ([, year, month, day]) => dayEnd(Number(year), Number(month), Number(day)) },
  { pattern: new RegExp(`${YEAR}(\\d{2})(\\d{2})(?!\\d)`), end: ([, year, month, day]) => dayEnd(Number(year), Number(month), Number(day)) },
  { pattern: new RegExp(`${YEAR}年?度?[-_ ]?(?:第?([一二三四1-4])季度?|q([1-4])(?!\\d))`, "i"), end: ([, year, word, number]) => monthEnd(Number(year), (DIGITS[word ?? number ?? ""] ?? 0) * 3) },
  { pattern: new RegExp(`${YEAR}年?(上半年|下半年)`), end: ([, year, half]) => monthEnd(Number(year), half === "上半年" ? 6 : 12) },
  { pattern: new RegExp(`${YEAR}[年.\\-_/](\\d{1,2})(?:月份?|(?!\\d))`), end: ([, year, month]) => monthEnd(Number(year), Number(month)) },
  { pattern: new RegExp(`${YEAR}(\\d{2})(?!\\d)`), end: ([, year, month]) => monthEnd(Number(year), Number(month)) },
  { pattern: new RegExp(`${YEAR}(?:年度?|度)(?!\\d)`), end: ([, year]) => monthEnd(Number(year), 12) },
  { pattern: new RegExp(`^${YEAR}$|[_ \\-]((?:19|20)\\d\\d)$`), end: ([, year, tail]) => monthEnd(Number(year ?? tail), 12) },
];

/**
 * The period that a name, a title or a manifest speaks of: a day (截至2020年3月31日, 20200331), a month, a quarter
 * (2020年第一季度, 2020Q1), half a year or a year; null where there is none. Document numbers (〔2020〕8号) are none.
 */
export function detectPeriod(text: string): Period | null {
  const folded = text.normalize("NFKC").replace(/[〔[(]\d{4}[〕\])]\s*\d+\s*号?/g, " ").replace(/(?<=\d)\s+(?=[年月日\d])|(?<=[年月])\s+(?=\d)/g, "");
  // A range ends with its second date; the day on which a form was filled in is no period.
  const spoken = folded.replace(RANGE_START, "").replace(FORM_DATE, "");
  for (const { pattern, end } of READERS) {
    const match = pattern.exec(spoken);
    if (match === null) continue;
    const day = end([...match]);
    if (day !== null) return { label: match[0].replace(/^[_ -]/, "").trim(), end: day };
  }
  return null;
}

function monthEnd(year: number, month: number): string | null {
  if (month < 1 || month > 12) return null;
  return dayEnd(year, month, new Date(Date.UTC(year, month, 0)).getUTCDate());
}

function dayEnd(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
