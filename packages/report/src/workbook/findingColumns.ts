import type { Bilingual, Lang } from "@doudi/contract";

/** How a column of a finding sheet looks: plain text, wrapped text, figures, a cell the clerk fills in, or small print for machines. */
export type ColumnLook = "text" | "wrapped" | "number" | "entry" | "faint";

interface FindingColumn {
  header: Bilingual;
  /** Width in characters. */
  width: number;
  look: ColumnLook;
}

/** The columns of finding sheets. Their headers, in either language, are how a filled-in workbook is read back. */
export const FINDING_SHEET_COLUMNS = {
  number: { header: { zh: "序号", en: "No." }, width: 6, look: "number" },
  kind: { header: { zh: "疑点", en: "Finding" }, width: 20, look: "wrapped" },
  severity: { header: { zh: "程度", en: "Severity" }, width: 7, look: "text" },
  name: { header: { zh: "姓名", en: "Name" }, width: 12, look: "wrapped" },
  id_number: { header: { zh: "身份证号", en: "Id number" }, width: 21, look: "text" },
  division: { header: { zh: "乡镇/村", en: "Township/village" }, width: 18, look: "wrapped" },
  household_no: { header: { zh: "户号", en: "Household" }, width: 15, look: "wrapped" },
  reason: { header: { zh: "疑点说明", en: "Why" }, width: 42, look: "wrapped" },
  source: { header: { zh: "依据", en: "Source" }, width: 22, look: "wrapped" },
  rows: { header: { zh: "花名册位置", en: "Rows" }, width: 33, look: "wrapped" },
  score: { header: { zh: "概率", en: "Probability" }, width: 8, look: "number" },
  status: { header: { zh: "状态", en: "Status" }, width: 9, look: "text" },
  result: { header: { zh: "核查结果", en: "Check result" }, width: 12, look: "entry" },
  note: { header: { zh: "具体原因", en: "Concrete reason" }, width: 26, look: "entry" },
  finding: { header: { zh: "疑点代码", en: "Finding code" }, width: 9, look: "faint" },
  finding_id: { header: { zh: "疑点编号", en: "Finding id" }, width: 9, look: "faint" },
} as const satisfies Record<string, FindingColumn>;

export type FindingColumnId = keyof typeof FINDING_SHEET_COLUMNS;

/** Columns behind the printed page, for the next comparison rather than for people. */
export const UNPRINTED_COLUMNS = 2;

export function columnHeader(column: FindingColumnId, lang: Lang): string {
  return FINDING_SHEET_COLUMNS[column].header[lang];
}

/** The columns of one sheet: the probability only where some finding has one, the status only against an earlier comparison. */
export function sheetColumns(options: { kind: boolean; score: boolean; status: boolean }): FindingColumnId[] {
  const all = Object.keys(FINDING_SHEET_COLUMNS) as FindingColumnId[];
  return all.filter((column) => (column !== "kind" || options.kind) && (column !== "score" || options.score) && (column !== "status" || options.status));
}
