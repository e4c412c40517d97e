import { literal } from "@doudi/roster";
import type { InputFact } from "./inputFact.js";

/** SQL of DuckDB for a fact in a column of a Parquet file: its value, and the code of what is wrong with it (NULL: nothing). */
export interface ParquetColumn {
  readonly fact: InputFact;
  /** The column as it stands. */
  readonly raw: string;
  readonly value: string;
  readonly problem: string;
  /**
   * Where no row is `odd`, its value is the value just as well: nearly every file is like that, and an engine that reads a column as
   * it is does so many times faster. Null: `value` is the only way.
   */
  readonly plain: PlainColumn | null;
}

interface PlainColumn {
  /** An aggregate over the column, true where a row is odd. */
  readonly odd: string;
  /** Whether it follows from the least and the largest value, which the file knows without being read. */
  readonly bounded: boolean;
  readonly value: string;
}

/** The problem of a column in which nothing can be wrong. */
export const NOTHING_WRONG = "CAST(NULL AS VARCHAR)";
const WHOLE = /^U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const FRACTIONAL = /^(?:DOUBLE|FLOAT|DECIMAL\(.*\))$/;
const MOMENT = /^(?:DATE|TIMESTAMP.*)$/;

/** How a column of the type gives the fact; null where it cannot. */
export function parquetColumn(fact: InputFact, raw: string, type: string): ParquetColumn | null {
  const column = (value: string, problem: string, plain: PlainColumn | null = null): ParquetColumn => ({ fact, raw, value, problem, plain });
  switch (fact.type) {
    case "boolean":
      return type === "BOOLEAN" ? column(raw, NOTHING_WRONG, { odd: "FALSE", bounded: true, value: raw }) : null;
    case "integer":
    case "money": {
      const sqlType = fact.type === "money" ? "BIGINT" : "INTEGER";
      const within = `${raw} BETWEEN ${fact.least} AND ${fact.most}`;
      const range = `WHEN ${raw} < 0 THEN 'negative' WHEN NOT (${within}) THEN 'out_of_range'`;
      if (WHOLE.test(type)) return column(`CASE WHEN ${within} THEN CAST(${raw} AS ${sqlType}) END`, `CASE ${range} END`, { odd: `min(${raw}) < ${fact.least} OR max(${raw}) > ${fact.most}`, bounded: true, value: `CAST(${raw} AS ${sqlType})` });
      // Data frames keep whole numbers with gaps as floating point, and the gaps as not-a-number.
      const there = type.startsWith("DECIMAL") ? "TRUE" : `NOT isnan(${raw})`;
      const whole = `floor(${raw}) = ${raw}`;
      return FRACTIONAL.test(type) ? column(`CASE WHEN ${there} AND ${whole} AND ${within} THEN CAST(${raw} AS ${sqlType}) END`, `CASE WHEN NOT (${there}) THEN NULL WHEN NOT (${whole}) THEN 'type_wrong' ${range} END`) : null;
    }
    case "rate":
      return WHOLE.test(type) || FRACTIONAL.test(type) ? column(`CAST(${raw} AS DECIMAL(18, 6))`, NOTHING_WRONG) : null;
    case "date": {
      const possible = (day: string): string => `year(${day}) BETWEEN 1800 AND 2199`;
      if (MOMENT.test(type)) {
        const day = type === "DATE" ? raw : `CAST(${raw} AS DATE)`;
        return column(`CASE WHEN ${possible(day)} THEN ${day} END`, `CASE WHEN NOT (${possible(day)}) THEN 'date_impossible' END`, { odd: `min(${day}) < DATE '1800-01-01' OR max(${day}) > DATE '2199-12-31'`, bounded: type === "DATE", value: day });
      }
      if (type !== "VARCHAR") return null;
      const day = `CASE WHEN regexp_full_match(${raw}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN TRY_CAST(${raw} AS DATE) END`;
      return column(`CASE WHEN ${possible(`(${day})`)} THEN ${day} END`, `CASE WHEN trim(${raw}) <> '' AND coalesce(NOT (${possible(`(${day})`)}), TRUE) THEN 'date_impossible' END`);
    }
    case "text": {
      if (type !== "VARCHAR" && !WHOLE.test(type)) return null;
      const text = type === "VARCHAR" ? raw : `CAST(${raw} AS VARCHAR)`;
      const plain = (odd: string): PlainColumn => ({ odd: `bool_or(${odd})`, bounded: false, value: text });
      if (fact.id === "id_number") return column(`NULLIF(upper(replace(${text}, ' ', '')), '')`, NOTHING_WRONG, plain(`strlen(${text}) <> 18 OR contains(${text}, ' ') OR contains(${text}, 'x')`));
      // No rule asks for a name: it is not worth a look at every row.
      return column(`NULLIF(trim(${text}), '')`, NOTHING_WRONG, fact.id === "name" ? null : plain(`${text} < '!' OR suffix(${text}, ' ') OR contains(${text}, '\u3000')`));
    }
    case "enum": {
      if (type !== "VARCHAR" && !WHOLE.test(type)) return null;
      const text = type === "VARCHAR" ? raw : `CAST(${raw} AS VARCHAR)`;
      const ids = fact.values.map(({ id }) => literal(id)).join(", ");
      const other = fact.values.map(({ id, name, code }) => `WHEN trim(${text}) IN (${[...new Set([id, name.zh, name.en, ...(code === undefined ? [] : [code])])].map(literal).join(", ")}) THEN ${literal(id)}`).join(" ");
      const value = `CASE WHEN ${text} IN (${ids}) THEN ${text} ${other} END`;
      return column(value, `CASE WHEN ${text} IN (${ids}) THEN NULL WHEN trim(${text}) <> '' AND (${value}) IS NULL THEN 'enum_unknown' END`, { odd: `count(${text}) > count(list_position([${ids}], ${text}))`, bounded: false, value: text });
    }
  }
}
