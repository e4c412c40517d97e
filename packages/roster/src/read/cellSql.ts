import type { RosterKind } from "@doudi/contract";
import { type Dialect, identifier, literal } from "../engine/dialect.js";
import type { Vocabulary } from "../load/vocabulary.js";
import { birthOf, idOf, isMale } from "../standardise/idNumber.js";
import { UNRECOGNISED } from "../standardise/rosterTable.js";

/**
 * SQL of a standard column of a row as people read it, over alias t of a standardised table: codes by their Chinese
 * label, days as 2020-06-30, money as 1234.50元, numbers of persons whole. NULL where the row says nothing.
 */
export function cellSql(dialect: Dialect, vocabulary: Vocabulary, kind: RosterKind, id: string): string {
  const column = vocabulary.column(kind, id);
  if (column === null) throw new Error(`no column ${id} of ${kind}`);
  const name = `t.${identifier(id)}`;
  switch (id) {
    case "id_number":
      return idText(dialect);
    case "head_id":
      return `CASE WHEN t.head_pid IS NOT NULL THEN ${idOf(dialect, "t.head_pid")} END`;
    case "certificate":
      return `coalesce(t.cert_raw, CASE WHEN t.cert_state = 0 THEN ${idOf(dialect, "t.pid")} || CAST(t.cert_category AS VARCHAR) || CAST(t.cert_grade AS VARCHAR) END)`;
    case "sex":
      return `CASE coalesce(t.row_sex, CASE WHEN t.pid IS NOT NULL THEN CASE WHEN ${isMale("t.pid")} THEN 1 ELSE 2 END END) WHEN 1 THEN '男' WHEN 2 THEN '女' END`;
    case "birth_date":
      return dayText(`coalesce(t.row_birth, ${birthOf(dialect, "t.pid")})`);
    default:
  }
  switch (column.type) {
    case "enum":
    case "boolean": {
      const labels = vocabulary.codeLabels(kind, id);
      const known = column.codes.map((code, i) => `WHEN ${i + 1} THEN ${literal(labels.get(code)?.zh ?? booleanText(code))}`);
      return `CASE ${name} ${known.join(" ")} WHEN ${UNRECOGNISED} THEN '不详' END`;
    }
    case "date":
      return dayText(name);
    case "money":
      return `CASE WHEN ${name} < 0 THEN '-' ELSE '' END || CAST(${dialect.intDiv(`abs(${name})`, 100)} AS VARCHAR) || '.' || right('0' || CAST(abs(${name}) % 100 AS VARCHAR), 2) || '元'`;
    case "integer":
      return `CAST(${name} AS VARCHAR)`;
    default:
      return name;
  }
}

/** The id of the row's person, whole; as it was written where it is not usable. */
export function idText(dialect: Dialect): string {
  return `CASE WHEN t.pid IS NOT NULL THEN ${idOf(dialect, "t.pid")} ELSE t.id_raw END`;
}

function dayText(yyyymmdd: string): string {
  const text = `CAST(${yyyymmdd} AS VARCHAR)`;
  return `substring(${text}, 1, 4) || '-' || substring(${text}, 5, 2) || '-' || substring(${text}, 7, 2)`;
}

function booleanText(code: string): string {
  return code === "true" ? "是" : code === "false" ? "否" : code;
}
