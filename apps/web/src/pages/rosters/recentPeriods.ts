/** The quarters up to the one that holds a day, the newest first, and one more where it is not among them. */
export function recentPeriods(day: string, count: number, also?: string): string[] {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const newest = year * 4 + Math.ceil(month / 3) - 1;
  const periods = Array.from({ length: count }, (_, back) => `${Math.floor((newest - back) / 4)}Q${((newest - back) % 4) + 1}`);
  return also === undefined || periods.includes(also) ? periods : [...periods, also];
}
