import { type Dialect, literal } from "../engine/dialect.js";

const FULL_WIDTH = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0xff01 + i)).join("");
const HALF_WIDTH = Array.from({ length: 94 }, (_, i) => String.fromCodePoint(0x21 + i)).join("");
/** Blanks of every kind, zero-width marks, and the apostrophe that spreadsheets put before numbers kept as text. */
const REMOVED = " \t\r\n\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u202f\u3000\ufeff'`\u2018\u2019";

/** A text folded to half width, without blanks, in upper case: for numbers and codes, not for names. */
export function cleanText(text: string): string {
  return `upper(translate(${text}, ${literal(FULL_WIDTH + REMOVED)}, ${literal(HALF_WIDTH)}))`;
}

/** A text without blanks at its ends; NULL where nothing is left. */
export function trimmed(dialect: Dialect, text: string): string {
  return `NULLIF(${dialect.trim(text)}, '')`;
}
