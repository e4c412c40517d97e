/** The kinds of roster that departments send. The codes are part of the file contract and never change. */
export const ROSTER_KINDS = {
  dibao: { zh: "低保", en: "dibao (minimum living guarantee)", department: "民政" },
  tekun: { zh: "特困供养", en: "tekun (support for the destitute)", department: "民政" },
  poor: { zh: "建档立卡", en: "registered poor", department: "乡村振兴" },
  disabled: { zh: "残疾人", en: "disabled persons", department: "残联" },
  medical_aid: { zh: "重特大疾病医疗救助", en: "major-disease medical aid", department: "医保" },
  insurance: { zh: "医保参保", en: "medical insurance", department: "医保" },
  temporary_aid: { zh: "临时救助", en: "temporary aid", department: "民政" },
  disability_living: { zh: "困难残疾人生活补贴", en: "living subsidy for disabled persons in hardship", department: "民政" },
  disability_care: { zh: "重度残疾人护理补贴", en: "care subsidy for severely disabled persons", department: "民政" },
  deaths: { zh: "死亡/火化", en: "deaths and cremations", department: "公安" },
  vehicles: { zh: "机动车", en: "motor vehicles", department: "公安" },
  property: { zh: "不动产", en: "real estate", department: "自然资源" },
  companies: { zh: "工商登记", en: "company register", department: "市场监管" },
  payroll: { zh: "财政供养", en: "public payroll", department: "财政" },
  deposits: { zh: "银行存款", en: "bank deposits", department: "人民银行" },
  pension: { zh: "养老待遇", en: "pensions", department: "人社" },
  incarcerated: { zh: "服刑/强制戒毒", en: "imprisoned or in compulsory detoxification", department: "司法" },
  margin: { zh: "低保边缘", en: "dibao-margin families", department: "民政" },
  orphans: { zh: "孤儿/困境儿童", en: "orphans and children in hardship", department: "民政" },
  students: { zh: "在校学生", en: "students", department: "教育" },
} as const satisfies Record<string, { zh: string; en: string; department: string }>;

export type RosterKind = keyof typeof ROSTER_KINDS;

export const ROSTER_KIND_CODES = Object.keys(ROSTER_KINDS) as RosterKind[];

export function isRosterKind(text: string): text is RosterKind {
  return Object.hasOwn(ROSTER_KINDS, text);
}
