const DUE_DAYS = 20;

/** First and last day of a quarter such as 2020Q2. */
export function quarterDays(period: string): { start: string; end: string } {
  const year = Number(period.slice(0, 4));
  const quarter = Number(period.slice(5));
  return { start: dayText(Date.UTC(year, quarter * 3 - 3, 1)), end: dayText(Date.UTC(year, quarter * 3, 0)) };
}

/** The last day on which a roster of a quarter is in time: the twentieth after it. */
export function dueDay(period: string): string {
  return dayText(Date.parse(quarterDays(period).end) + DUE_DAYS * 86_400_000);
}

/** The quarter that ended last before a day (YYYY-MM-DD), and its last day. */
export function lastQuarter(today: string): { period: string; lastDay: string } {
  const [year = 0, month = 1] = today.split("-").map(Number);
  const end = new Date(Date.UTC(year, Math.floor((month - 1) / 3) * 3, 0));
  return { period: `${end.getUTCFullYear()}Q${Math.floor(end.getUTCMonth() / 3) + 1}`, lastDay: end.toISOString().slice(0, 10) };
}

/** The day it is in China. */
export function chinaDay(now: Date): string {
  return dayText(now.getTime() + 8 * 3_600_000);
}

/** A moment as it reads in China: 2020-07-01 16:30. */
export function chinaMinute(moment: Date): string {
  return new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
