import { FINDING_CODES, FINDINGS, ROSTER_KINDS, type FindingCode, type RosterKind } from "@doudi/contract";

export interface DemoFile {
  kind: RosterKind;
  /** Name in the folder of rosters. */
  file: string;
  /** Rows that speak of a person; titles, totals and signatures do not count. */
  rows: number;
  format: string;
}

export interface DemoDescription {
  place: string;
  date: string;
  persons: number;
  households: number;
  seed: number;
  files: DemoFile[];
  findings: Partial<Record<FindingCode, number>>;
}

/** The text of README.txt beside the rosters: what was made, and what a comparison should find. */
export function describeDemo({ place, date, persons, households, seed, files, findings }: DemoDescription): string {
  return [
    `${place}演示数据`,
    "",
    `人口 ${persons} 人，${households} 户；基准日 ${date}；随机种子 ${seed}。同一种子每次生成的文件逐字节相同。`,
    "所有人员均为虚构。乡镇和村名取自公开的行政区划代码；身份证号前六位使用从未启用过的代码（如 533399），不会与任何真实号码相同。",
    "rosters/ 是各部门报来的花名册，故意带有实际工作中常见的毛病：标题行、合并单元格、双层表头、分表、合计与签字行、全角数字、15 位号码、被 Excel 截断的号码等。",
    "truth.csv 是由内存中的原始事实算出的标准答案：finding 疑点代码，id_number 身份证号，name 姓名，household_no 户编号，rows 涉及的行（文件#工作表#行号，CSV 的工作表为空）。",
    "",
    "花名册：",
    ...files.map((one) => `  ${ROSTER_KINDS[one.kind].zh}（${ROSTER_KINDS[one.kind].department}）${one.file}，${one.rows} 行，${one.format}`),
    "",
    "应当查出的疑点：",
    ...FINDING_CODES.map((code) => `  ${code} ${FINDINGS[code].zh}：${findings[code] ?? 0}`),
    "",
  ].join("\n");
}
