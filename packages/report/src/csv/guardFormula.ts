const STARTS_FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * A free text for a CSV cell: one that a spreadsheet would take for a formula gets a leading apostrophe. For columns that
 * machines read exactly (ids, scores, row references) this is not applied.
 */
export function guardFormula(text: string): string {
  return STARTS_FORMULA.test(text) ? `'${text}` : text;
}
