import { DISABILITY_CATEGORIES } from "./person.js";
import type { Column } from "./rosterLayout.js";
import type { RosterRow } from "./rosterRow.js";

type Plain = (row: RosterRow) => string | number;

/** A column whose text is not respelt. */
export function text(header: string, cell: Plain, more: Partial<Column> = {}): Column {
  return { header, cell, ...more };
}

/** A column kept in `more` of the row: `…_fen` is written in yuan, `…_date` as a day. */
export function kept(header: string, key: string, more: Partial<Column> = {}): Column {
  if (key.endsWith("_fen")) return { header, cell: (row, pen) => pen.yuan(Number(row.more[key])), sum: (row) => Number(row.more[key]), ...more };
  if (key.endsWith("_date")) return { header, cell: (row, pen) => pen.day(String(row.more[key] ?? "")), width: 12, ...more };
  return { header, cell: (row) => row.more[key] ?? "", ...more };
}

export const ordinal = (header = "序号", more: Partial<Column> = {}): Column => ({ header, cell: () => "", ordinal: true, width: 6, ...more });
export const id = (header: string, more: Partial<Column> = {}): Column => ({ header, cell: (row) => row.idCell, ownId: true, width: 22, ...more });
export const name = (header = "姓名", more: Partial<Column> = {}): Column => ({ header, cell: (row, pen) => pen.name(row.name), width: 14, ...more });
export const sex = (header = "性别", more: Partial<Column> = {}): Column => ({ header, cell: (row) => row.sex ?? "", width: 6, ...more });
export const birth = (header = "出生日期", more: Partial<Column> = {}): Column => ({ header, cell: (row, pen) => pen.day(row.birth), width: 14, ...more });
export const township = (header = "乡镇", more: Partial<Column> = {}): Column => ({ header, cell: (row) => row.village?.township.name ?? "", width: 12, ...more });
export const village = (header = "村(社区)", more: Partial<Column> = {}): Column => ({ header, cell: (row) => row.village?.name ?? "", width: 12, ...more });
export const householdNo = (header: string, more: Partial<Column> = {}): Column => ({ header, cell: (row) => row.householdNo, width: 20, ...more });
export const headName = (header = "户主姓名", more: Partial<Column> = {}): Column => ({ header, cell: (row, pen) => pen.name(row.head?.name ?? ""), width: 14, ...more });
export const headId = (header: string, more: Partial<Column> = {}): Column => ({ header, cell: (row) => row.head?.id ?? "", width: 22, ...more });
export const relation = (header = "与户主关系", more: Partial<Column> = {}): Column => ({ header, cell: (row) => row.relation, ...more });
export const phone = (header = "联系电话", more: Partial<Column> = {}): Column => ({ header, cell: (row) => row.person.phone, width: 14, ...more });
export const certificate = (header = "残疾证号", more: Partial<Column> = {}): Column => ({ header, cell: (row) => row.facts.certificate ?? "", width: 26, ...more });
export const category = (header = "残疾类别", more: Partial<Column> = {}): Column => ({ header, cell: (row) => DISABILITY_CATEGORIES[(row.facts.category ?? 0) - 1] ?? "", ...more });

const GRADES = ["一级", "二级", "三级", "四级"];
export const grade = (header = "残疾等级", style: "words" | "number" = "words", more: Partial<Column> = {}): Column => ({
  header,
  cell: (row) => (style === "words" ? (GRADES[(row.facts.grade ?? 0) - 1] ?? "") : (row.facts.grade ?? "")),
  ...more,
});
