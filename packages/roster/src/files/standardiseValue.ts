import { foldHeader } from "./foldHeader.js";
import { type ColumnDefinition, type Kinds } from "./kinds.js";

const TRUE_WORDS = new Set(["是", "有", "1", "true", "t", "y", "yes", "√", "✓", "对"]);
const FALSE_WORDS = new Set(["否", "无", "没有", "不是", "0", "false", "f", "n", "no", "×", "x", "未"]);
const SEPARATORS = /[、,，;；/+和及与兼]/;

/**
 * The standard value of a text in an enum, boolean or integer-grade column, as text ("head", "true", "2"); null where
 * the text is empty or means nothing known. Meant for the distinct values of a column. Throws on an unknown column.
 */
export function standardiseValue(kinds: Kinds, columnId: string, text: string): string | null {
  const column = kinds.columns.get(columnId);
  if (column === undefined) throw new Error(`no column ${columnId}`);
  const folded = foldHeader(text);
  if (folded === "" || folded === "-" || folded === "/" || folded === "--") return null;
  return findValue(column, folded) ?? integerValue(column, folded) ?? column.otherwise;
}

function findValue(column: ColumnDefinition, folded: string): string | null {
  const exact = findWord(column, folded) ?? findWord(column, unnumbered(folded));
  if (exact !== null) return exact;
  if (column.type === "boolean") {
    if (TRUE_WORDS.has(folded)) return "true";
    if (FALSE_WORDS.has(folded)) return "false";
  }
  if (column.combined !== null) {
    const parts = new Set(folded.split(SEPARATORS).map((part) => findWord(column, part) ?? findContained(column, part)).filter((value) => value !== null));
    if (parts.size > 1) return column.combined;
  }
  return findContained(column, folded);
}

function findWord(column: ColumnDefinition, folded: string): string | null {
  return column.values.find((value) => value.words.includes(folded))?.id ?? null;
}

function findContained(column: ColumnDefinition, folded: string): string | null {
  return column.values.find((value) => value.contains.some((word) => folded.includes(word)))?.id ?? null;
}

/** Code lists write 01户主, 1.户主 or 户主(01). */
function unnumbered(folded: string): string {
  return folded.replace(/^\d{1,3}[.、:\-_]?(?=\p{Script=Han})/u, "").replace(/[([]\d{1,3}[)\]]$/, "");
}

/** A number in an integer column without words of its own: 2018, 2018年, 4人, 3.0. */
function integerValue(column: ColumnDefinition, folded: string): string | null {
  if (column.type !== "integer" || column.values.length > 0) return null;
  const match = /^(\d{1,9})(?:\.0+)?(?:年度?|人|口|个|户)?$/.exec(folded);
  return match?.[1] === undefined ? null : String(Number(match[1]));
}
