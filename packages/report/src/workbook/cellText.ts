const LONGEST = 32_767;
// oxlint-disable-next-line no-control-regex -- control characters are what it removes
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * A text that a spreadsheet cell can hold: without control characters and lone surrogates, which are no XML, and at most 32,767 characters.
 * A leading = + - @ stays: the cell is a string cell in the text format, never a formula.
 */
export function cellText(text: string): string {
  const clean = text.replace(CONTROL, "").replace(LONE_SURROGATE, "\ufffd").replace(/\r\n?/g, "\n");
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1)}…` : clean;
}
