import { type RosterKind, ROSTER_KINDS } from "@doudi/contract";
import { literal } from "../engine/dialect.js";
import { cleanText } from "../standardise/cleanText.js";
import { birthOf, isMale } from "../standardise/idNumber.js";
import { laterTable } from "./duplicates.js";
import { kindsSent, type RosterView } from "./rosterView.js";

/** A fact of one row of a roster. `t` is the roster's standardised table. */
export interface RowFact {
  type: "BOOLEAN" | "DATE" | "VARCHAR";
  /** Columns of which the roster must have one, or the fact says nothing of its rows. */
  columns?: readonly string[];
  /** The rosters it is about, where it is not about all. */
  kinds?: readonly RosterKind[];
  sql(view: RosterView, kind: RosterKind): string;
}

const ID_COLUMNS = ["id_number", "certificate"];
const CERTIFICATE_KINDS = ["disabled", "disability_living", "disability_care"] as const satisfies readonly RosterKind[];

/** Every row fact by its id in the packs. */
export const ROW_FACTS: Readonly<Record<string, RowFact>> = {
  id_state: { type: "VARCHAR", columns: ID_COLUMNS, sql: () => "CASE t.id_state WHEN 0 THEN 'ok' WHEN 1 THEN 'missing' WHEN 2 THEN 'truncated' ELSE 'invalid' END" },
  id_raw: { type: "VARCHAR", columns: ID_COLUMNS, sql: () => "t.id_raw" },
  id_problem: { type: "VARCHAR", columns: ID_COLUMNS, sql: idProblem },
  row_birth_date: { type: "DATE", columns: ["birth_date"], sql: (view) => view.dialect.dateOf("t.row_birth") },
  id_birth_date: { type: "DATE", columns: ["birth_date"], sql: (view) => `CASE WHEN t.pid IS NOT NULL THEN ${view.dialect.dateOf(birthOf(view.dialect, "t.pid"))} END` },
  birth_differs: { type: "BOOLEAN", columns: ["birth_date"], sql: () => "(t.pid IS NOT NULL AND t.row_birth IS NOT NULL)" },
  row_sex: { type: "VARCHAR", columns: ["sex"], sql: () => "CASE t.row_sex WHEN 1 THEN 'male' WHEN 2 THEN 'female' END" },
  id_sex: { type: "VARCHAR", columns: ["sex"], sql: () => `CASE WHEN t.pid IS NOT NULL THEN CASE WHEN ${isMale("t.pid")} THEN 'male' ELSE 'female' END END` },
  sex_differs: { type: "BOOLEAN", columns: ["sex"], sql: () => "(t.pid IS NOT NULL AND t.row_sex IN (1, 2))" },
  certificate_state: { type: "VARCHAR", columns: ["certificate"], kinds: CERTIFICATE_KINDS, sql: () => "CASE t.cert_state WHEN 0 THEN 'ok' WHEN 1 THEN 'missing' WHEN 2 THEN 'malformed' ELSE 'id_differs' END" },
  certificate_raw: { type: "VARCHAR", columns: ["certificate"], kinds: CERTIFICATE_KINDS, sql: () => "t.cert_raw" },
  duplicate_row: { type: "BOOLEAN", sql: (view, kind) => (view.hasDuplicateRows(kind) ? `(t.rowid IN (SELECT row_id FROM ${laterTable(kind)} WHERE duplicate))` : "FALSE") },
  roster_name: { type: "VARCHAR", sql: (view, kind) => literal(ROSTER_KINDS[kind][view.lang]) },
};

/** The rosters sent of whose rows the fact says anything. */
export function rowFactKinds(view: RosterView, id: string): RosterKind[] {
  const fact = ROW_FACTS[id];
  if (fact === undefined) return [];
  return kindsSent(view).filter((kind) => (fact.kinds === undefined || fact.kinds.some((k) => k === kind)) && (fact.columns === undefined || fact.columns.some((column) => view.hasColumn(kind, column))));
}

/** TRUE for the few rows that any row check could be about: what lets the checks skip the millions of good ones. */
export function oddRow(view: RosterView, kind: RosterKind): string {
  return [
    ...(ID_COLUMNS.some((column) => view.hasColumn(kind, column)) ? ["t.id_state <> 0"] : []),
    ...(view.hasColumn(kind, "birth_date") ? ["t.row_birth IS NOT NULL"] : []),
    ...(view.hasColumn(kind, "sex") ? ["t.row_sex IS NOT NULL"] : []),
    ...(view.hasColumn(kind, "certificate") ? ["t.cert_state <> 0"] : []),
    ...(view.hasDuplicateRows(kind) ? [`t.rowid IN (SELECT row_id FROM ${laterTable(kind)} WHERE duplicate)`] : []),
    "FALSE",
  ].join(" OR ");
}

/** What is wrong with an unusable id, in words. */
function idProblem(view: RosterView): string {
  const clean = cleanText("t.id_raw");
  const zh = view.lang === "zh";
  const text = (chinese: string, english: string): string => literal(zh ? chinese : english);
  return `CASE WHEN t.id_state = 1 THEN ${text("未填写", "not given")} WHEN t.id_state = 2 THEN ${text("被表格软件改成了近似数", "rounded by a spreadsheet")} WHEN t.id_state = 3 THEN CASE WHEN NOT ${view.dialect.matches(clean, "^[0-9X]*$")} THEN ${text("含有数字以外的字符", "contains characters that are no digits")} WHEN length(${clean}) NOT IN (15, 18) THEN ${zh ? `'长度为' || CAST(length(${clean}) AS VARCHAR) || '位'` : `'has ' || CAST(length(${clean}) AS VARCHAR) || ' characters'`} ELSE ${text("校验码或出生日期不对", "check digit or birth date is wrong")} END END`;
}
