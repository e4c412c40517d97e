import type { LinkLevel } from "./linkRecord.js";

/**
 * How far two dates (YYYY-MM-DD, or YYYY-MM or YYYY where no more is known) agree. 1 January is a level of its own: it is
 * what is written where the day is not known. Both must be dates (isLinkDate). Symmetric.
 */
export function compareBirthDates(a: string, b: string): Exclude<LinkLevel<"birth_date">, "in_id"> {
  const precision = Math.min(a.length, b.length);
  const sameYear = a.startsWith(b.slice(0, 4));
  if (precision < 7) return sameYear ? "year" : "different";
  if (precision < 10) return a.slice(0, 7) === b.slice(0, 7) ? "one_component" : sameYear ? "year" : "different";
  if (a === b) return a.endsWith("-01-01") ? "equal_new_year" : "equal";
  const sameMonth = a.slice(5, 7) === b.slice(5, 7);
  const sameDay = a.slice(8) === b.slice(8);
  if (sameYear && a.slice(5, 7) === b.slice(8) && a.slice(8) === b.slice(5, 7)) return "swapped";
  if (Number(sameYear) + Number(sameMonth) + Number(sameDay) === 2) return "one_component";
  return sameYear ? "year" : "different";
}

/** Whether a text is a date as far as linkage goes; others count as not known. */
export function isLinkDate(text: string): boolean {
  return DATE.test(text);
}

const DATE = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/u;
