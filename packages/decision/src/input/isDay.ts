/** Whether a text is a day of the calendar between 1800 and 2199, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^(?:1[89]|2[01])\d\d-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
