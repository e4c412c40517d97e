export interface Period {
  label: string;
  /** Its first and last day, YYYY-MM-DD. */
  start: string;
  end: string;
}

type Days = Pick<Period, "start" | "end">;

const YEAR = "(?<![\\d\\[(])((?:19|20)\\d\\d)";
const DIGITS: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, "1": 1, "2": 2, "3": 3, "4": 4 };

const DATE = "(?:19|20)\\d\\d[年.\\-/]\\d{1,2}[月.\\-/](?:\\d{1,2}日?)?";
const RANGE_START = new RegExp(`${DATE}\\s*(?:至|到|-|—|–|~)+\\s*(?=${DATE})`, "g");
const FORM_DATE = new RegExp(`(?:填[表报]|制表|填写|报送|打印|编制)(?:日期|时间)?[::]?\\s*${DATE}`, "g");

const READERS: { pattern: RegExp; days: (groups: readonly (string | undefined)[]) => Days | null }[] = [
  { pattern: new RegExp(`${YEAR}年(\\d{1,2})月?[-~至到](\\d{1,2})月`), days: ([, year, first, last]) => months(Number(year), Number(last), Number(last) - Number(first) + 1) },
  { pattern: new RegExp(`${YEAR}[年.\\-/](\\d{1,2})[月.\\-/](\\d{1,2})(?:日|(?!\\d))`), days: ([, year, month, day]) => oneDay(Number(year), Number(month), Number(day)) },
  { pattern: new RegExp(`${YEAR}(\\d{2})(\\d{2})(?!\\d)`), days: ([, year, month, day]) => oneDay(Number(year), Number(month), Number(day)) },
  { pattern: new RegExp(`${YEAR}年?度?[-_ ]?(?:第?([一二三四1-4])季度?|q([1-4])(?!\\d))`, "i"), days: ([, year, word, number]) => months(Number(year), (DIGITS[word ?? number ?? ""] ?? 0) * 3, 3) },
  { pattern: new RegExp(`${YEAR}年?(上半年|下半年)`), days: ([, year, half]) => months(Number(year), half === "上半年" ? 6 : 12, 6) },
  { pattern: new RegExp(`${YEAR}[年.\\-_/](\\d{1,2})(?:月份?|(?!\\d))`), days: ([, year, month]) => months(Number(year), Number(month), 1) },
  { pattern: new RegExp(`${YEAR}(\\d{2})(?!\\d)`), days: ([, year, month]) => months(Number(year), Number(month), 1) },
  { pattern: new RegExp(`${YEAR}(?:年度?|度)(?!\\d)`), days: ([, year]) => months(Number(year), 12, 12) },
  { pattern: new RegExp(`^${YEAR}$|[_ \\-]((?:19|20)\\d\\d)$`), days: ([, year, tail]) => months(Number(year ?? tail), 12, 12) },
];

/**
 * The period that a name, a title or a manifest speaks of: a day (截至2020年3月31日, 20200331), a month, a quarter
 * (2020年第一季度, 2020Q1), half a year or a year; null where there is none. Document numbers (〔2020〕8号) are none.
 */
export function detectPeriod(text: string): Period | null {
  const folded = text.normalize("NFKC").replace(/[〔[(]\d{4}[〕\])]\s*\d+\s*号?/g, " ").replace(/(?<=\d)\s+(?=[年月日\d])|(?<=[年月])\s+(?=\d)/g, "");
  // A range ends with its second date; the day on which a form was filled in is no period.
  const spoken = folded.replace(RANGE_START, "").replace(FORM_DATE, "");
  for (const { pattern, days } of READERS) {
    const match = pattern.exec(spoken);
    if (match === null) continue;
    const found = days([...match]);
    if (found !== null) return { label: match[0].replace(/^[_ -]/, "").trim(), ...found };
  }
  return null;
}

/** `count` months that end with the month `last`. */
function months(year: number, last: number, count: number): Days | null {
  const start = day(year, last - count + 1, 1);
  const end = last < 1 || last > 12 ? null : day(year, last, new Date(Date.UTC(year, last, 0)).getUTCDate());
  return start === null || end === null || start > end ? null : { start, end };
}

function oneDay(year: number, month: number, date: number): Days | null {
  const only = day(year, month, date);
  return only === null ? null : { start: only, end: only };
}

function day(year: number, month: number, date: number): string | null {
  if (month < 1 || month > 12 || date < 1 || date > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
}
