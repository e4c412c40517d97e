/** The finding codes. They are part of the file contract; the clause behind each comes from the policy packs. */
export const FINDINGS = {
  "missed.poor_bottom_line": { zh: "兜底脱贫未纳入", en: "bottom-line poor not covered", group: "missed" },
  "missed.severe_disability": { zh: "重度残疾未纳入", en: "severely disabled not covered", group: "missed" },
  "missed.mental_disability": { zh: "三四级智力精神残疾未纳入", en: "intellectual or mental disability not covered", group: "missed" },
  "missed.major_disease": { zh: "重病丧失劳动力未纳入", en: "major disease with labour loss not covered", group: "missed" },
  "missed.household_member": { zh: "同户成员漏纳", en: "household member left out", group: "missed" },
  "wrong.deceased": { zh: "死亡未退出", en: "deceased still on the roll", group: "wrong" },
  "wrong.double_scheme": { zh: "低保特困重复", en: "on dibao and tekun at once", group: "wrong" },
  "wrong.duplicate": { zh: "同一人重复享受", en: "same person twice on one scheme", group: "wrong" },
  "wrong.payroll": { zh: "财政供养人员在保", en: "on the public payroll", group: "wrong" },
  "wrong.company": { zh: "企业法定代表人在保", en: "legal representative of a company", group: "wrong" },
  "wrong.vehicle": { zh: "名下机动车", en: "owns a motor vehicle", group: "wrong" },
  "wrong.property": { zh: "房产超标", en: "more homes than allowed", group: "wrong" },
  "wrong.deposits": { zh: "存款超标", en: "deposits above the limit", group: "wrong" },
  "wrong.incarcerated": { zh: "服刑戒毒人员在保", en: "imprisoned or in detoxification", group: "wrong" },
  "unclaimed.disability_living": { zh: "生活补贴应享未享", en: "living subsidy not claimed", group: "unclaimed" },
  "unclaimed.disability_care": { zh: "护理补贴应享未享", en: "care subsidy not claimed", group: "unclaimed" },
  "unclaimed.insurance": { zh: "应参保未参保", en: "without medical insurance", group: "unclaimed" },
  "conflict.name": { zh: "同号不同名", en: "one id, different names", group: "conflict" },
  "conflict.disability": { zh: "残疾信息不一致", en: "disability details differ", group: "conflict" },
  "conflict.household": { zh: "户主不一致", en: "household heads differ", group: "conflict" },
  "conflict.exit_path": { zh: "已脱贫兜底户未保", en: "lifted by the bottom line but not covered", group: "conflict" },
  "quality.id_missing": { zh: "缺身份证号", en: "id number missing", group: "quality" },
  "quality.id_checksum": { zh: "身份证号有误", en: "id number not valid", group: "quality" },
  "quality.id_truncated": { zh: "身份证号被截断", en: "id number truncated by a spreadsheet", group: "quality" },
  "quality.birth_date": { zh: "出生日期与身份证不符", en: "birth date differs from the id", group: "quality" },
  "quality.sex": { zh: "性别与身份证不符", en: "sex differs from the id", group: "quality" },
  "quality.certificate": { zh: "残疾证号有误", en: "disability certificate not valid", group: "quality" },
  "quality.duplicate_row": { zh: "重复行", en: "duplicate row", group: "quality" },
  "link.probable": { zh: "疑似同一人", en: "probably the same person", group: "link" },
} as const satisfies Record<string, { zh: string; en: string; group: string }>;

export type FindingCode = keyof typeof FINDINGS;
export type FindingGroup = (typeof FINDINGS)[FindingCode]["group"];
export const FINDING_CODES = Object.keys(FINDINGS) as FindingCode[];

export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(FINDINGS, text);
}

export const FINDING_GROUPS = {
  missed: { zh: "疑似漏保", en: "seems left out" },
  wrong: { zh: "疑似错保", en: "seems wrongly in" },
  unclaimed: { zh: "应享未享", en: "due but not claimed" },
  conflict: { zh: "名册矛盾", en: "rosters contradict each other" },
  quality: { zh: "数据质量", en: "data quality" },
  link: { zh: "疑似同一人", en: "probable links" },
} as const satisfies Record<FindingGroup, { zh: string; en: string }>;

export const SEVERITIES = ["high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

export function isSeverity(text: string): text is Severity {
  return (SEVERITIES as readonly string[]).includes(text);
}

/** Columns of findings.csv, in order. */
export const FINDING_COLUMNS = [
  "finding_id", "finding", "severity", "id_number", "name", "division", "household_no", "rows", "reason", "source", "score",
] as const;

/** One line of findings.csv: every value as it is written there ("" where there is none). `division` is a division code, or names joined by "/" (township/village). */
export type FindingRow = Record<(typeof FINDING_COLUMNS)[number], string>;
