/** When something applies: `from` inclusive, `to` exclusive, null open; YYYY-MM-DD. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

/** Whether it applies on a day, YYYY-MM-DD. */
export function appliesOn({ from, to }: Period, date: string): boolean {
  return (from === null || from <= date) && (to === null || date < to);
}
