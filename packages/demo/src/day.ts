/** A calendar day as YYYY-MM-DD; days compare as texts. */
export type Day = string;

const MS = 86_400_000;

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * MS).toISOString().slice(0, 10);
}

/** Whole years from one day to another, as ages are counted. */
export function yearsBetween(from: Day, to: Day): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

/** The number by which Excel knows a day (1900 date system), right from 1900-03-01 on. */
export function excelSerial(day: Day): number {
  return Date.parse(day) / MS + 25_569;
}

export function compact(day: Day): string {
  return day.replaceAll("-", "");
}

/** 2020年6月30日 */
export function inWords(day: Day): string {
  const [year, month, date] = day.split("-");
  return `${year}年${Number(month)}月${Number(date)}日`;
}
