import { DoudiError } from "@doudi/contract";

/** Throws date_invalid unless the text is a day of the calendar, YYYY-MM-DD. */
export function assertDate(text: string): void {
  const time = Date.parse(`${text}T00:00:00Z`);
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (!valid) throw new DoudiError("date_invalid", { date: text });
}
