const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" });

/** The day in China, YYYY-MM-DD: by it deadlines are judged. */
export function today(now: Date): string {
  return DAY.format(now);
}
