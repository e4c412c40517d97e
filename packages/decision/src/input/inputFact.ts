import type { Bilingual } from "@doudi/contract";
import { literal } from "@doudi/roster";

/** A fact as the data of a household can give it: one key of the input, one column of the engine's tables. */
export interface InputFact {
  readonly id: string;
  /** Whose fact it is: the household's, or one of its members'. */
  readonly level: "household" | "member";
  /** Where it stands in the data: keys joined by dots. */
  readonly path: string;
  readonly name: Bilingual;
  readonly type: "boolean" | "integer" | "money" | "rate" | "date" | "text" | "enum";
  /** Of an enum; empty for other types. */
  readonly values: readonly { readonly id: string; readonly name: Bilingual; readonly code?: string }[];
  /** What a missing key means, as text that the column holds; null: unknown. */
  readonly absent: string | null;
  /** Whole numbers outside are refused. */
  readonly least: number;
  readonly most: number;
}

/** What one cell of money can hold, ninety trillion yuan in fen: exact in every engine and in JavaScript. */
export const MOST_FEN = 9_000_000_000_000_000;
/** Counts are INTEGER columns. */
export const MOST_COUNT = 2_147_483_647;

/** The SQL type of a fact's column, the same in both engines. */
export function columnType({ type }: InputFact): string {
  switch (type) {
    case "boolean":
      return "BOOLEAN";
    case "integer":
      return "INTEGER";
    case "money":
      return "BIGINT";
    case "rate":
      return "DECIMAL(18, 6)";
    case "date":
      return "DATE";
    case "text":
    case "enum":
      return "VARCHAR";
  }
}

/** A fact's column with what a missing key means; a date that is absent stays NULL. */
export function valueOrAbsent(fact: InputFact, column: string): string {
  return fact.absent === null || fact.type === "date" ? column : `coalesce(${column}, CAST(${literal(fact.absent)} AS ${columnType(fact)}))`;
}
