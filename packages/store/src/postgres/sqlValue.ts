import type { SqlValue } from "@doudi/roster";
import type { CustomTypesConfig } from "pg";

const BOOL = 16;
const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const FLOAT4 = 700;
const FLOAT8 = 701;
const NUMERIC = 1700;

/** How values leave PostgreSQL: the same as from DuckDB. Dates come as ISO text, decimals as text, whole numbers as safe numbers. */
export const VALUE_TYPES: CustomTypesConfig = {
  getTypeParser: (oid: number) => (text: string | Buffer) => sqlValue(Number(oid), String(text)),
};

function sqlValue(oid: number, text: string): SqlValue {
  switch (oid) {
    case BOOL:
      return text === "t";
    case INT2:
    case INT4:
    case FLOAT4:
    case FLOAT8:
      return Number(text);
    case INT8:
      return safeNumber(text);
    case NUMERIC:
      return /^-?\d+$/.test(text) ? safeNumber(text) : text;
    default:
      return text;
  }
}

function safeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new Error("a 64-bit integer left the engine that is no safe number: select it as text");
  return number;
}
