import { isDay } from "./isDay.js";
import { type InputFact } from "./inputFact.js";
import type { ProblemCode } from "./inputProblem.js";

/** The text that a fact's column is made from (null: not there), or what is wrong with it. */
export type Parsed = { readonly text: string | null } | { readonly problem: ProblemCode };

/** A value of JSON as the column's text: booleans as true and false, whole numbers, days as YYYY-MM-DD, enums by their id. */
export function parseJsonValue(fact: InputFact, value: unknown): Parsed {
  if (value === null || value === undefined) return ABSENT;
  switch (fact.type) {
    case "boolean":
      return typeof value === "boolean" ? { text: String(value) } : WRONG_TYPE;
    case "integer":
    case "money":
      return typeof value === "number" ? wholeNumber(fact, value) : WRONG_TYPE;
    case "rate":
      return typeof value === "number" ? { text: value.toFixed(6) } : WRONG_TYPE;
    case "date":
      return typeof value !== "string" ? WRONG_TYPE : isDay(value) ? { text: value } : { problem: "date_impossible" };
    case "text":
      return typeof value === "string" ? freeText(fact, value) : WRONG_TYPE;
    case "enum":
      return typeof value === "string" || typeof value === "number" ? enumValue(fact, String(value)) : WRONG_TYPE;
  }
}

/** A cell as the column's text; "" is nothing. Money is in fen unless the column says yuan. */
export function parseCell(fact: InputFact, cell: string, unit: "fen" | "yuan" | null): Parsed {
  const text = cell.normalize("NFKC").trim();
  if (text === "") return ABSENT;
  switch (fact.type) {
    case "boolean":
      return BOOLEANS.get(text.toLowerCase()) ?? WRONG_TYPE;
    case "integer":
    case "money": {
      const number = unit === "yuan" ? fenOf(text) : /^-?\d{1,16}(?:\.0+)?$/.test(text) ? Number(text) : null;
      return number === null ? (unit === "yuan" ? NOT_YUAN : WRONG_TYPE) : wholeNumber(fact, number);
    }
    case "rate":
      return /^-?\d{1,11}(?:\.\d+)?$/.test(text) ? { text: Number(text).toFixed(6) } : WRONG_TYPE;
    case "date":
      return day(text);
    case "text":
      return freeText(fact, cell);
    case "enum":
      return enumValue(fact, text);
  }
}

const ABSENT: Parsed = { text: null };
const NOT_YUAN: Parsed = { problem: "not_yuan" };
const WRONG_TYPE: Parsed = { problem: "type_wrong" };
const TRUE: Parsed = { text: "true" };
const FALSE: Parsed = { text: "false" };
const BOOLEANS: ReadonlyMap<string, Parsed> = new Map([
  ...["true", "是", "有", "1", "yes", "y", "t", "√", "✓"].map((word) => [word, TRUE] as const),
  ...["false", "否", "无", "0", "no", "n", "f", "×", "没有"].map((word) => [word, FALSE] as const),
]);

function wholeNumber(fact: InputFact, number: number): Parsed {
  if (!Number.isInteger(number)) return WRONG_TYPE;
  if (number < 0) return { problem: "negative" };
  return number < fact.least || number > fact.most ? { problem: "out_of_range" } : { text: String(number) };
}

/** Fen of an amount in yuan; null where it is none or has a fraction of a fen. */
function fenOf(text: string): number | null {
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d{1,14})(?:\.(\d{1,2})0*)?元?$/.exec(text);
  if (match === null) return null;
  const fen = Number((match[2] ?? "").replaceAll(",", "")) * 100 + Number((match[3] ?? "").padEnd(2, "0"));
  return match[1] === "-" ? -fen : fen;
}

/** 2020-06-30, 2020/6/30, 2020.6.30, 20200630 or 2020年6月30日, a midnight behind it left out. */
function day(text: string): Parsed {
  const match = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]|(\d{2})(\d{2}))(?:[T ]0{1,2}:00(?::00(?:\.0+)?)?)?$/.exec(text);
  if (match === null) return { problem: "date_impossible" };
  const [year = "", month = "", date = ""] = [match[1], match[3] ?? match[5] ?? match[7], match[4] ?? match[6] ?? match[8]];
  const iso = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  return isDay(iso) ? { text: iso } : { problem: "date_impossible" };
}

/** An id of a person is compared without blanks and with a capital X. A text database holds no NUL. */
function freeText(fact: InputFact, value: string): Parsed {
  const text = fact.id === "id_number" ? value.normalize("NFKC").replace(/\s/g, "").toUpperCase() : value.trim();
  return text === "" ? ABSENT : text.includes("\u0000") ? WRONG_TYPE : { text };
}

function enumValue(fact: InputFact, text: string): Parsed {
  const found = fact.values.find(({ id, name, code }) => id === text || code === text || name.zh === text || name.en === text);
  return found === undefined ? { problem: "enum_unknown" } : { text: found.id };
}
