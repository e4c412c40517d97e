import { ROSTER_KINDS, type RosterKind } from "../rosterKind.js";
import type { Bilingual } from "../lang.js";

/** The departments of a county that send rosters or take referrals (ZZ-070, HL-062, NJ-062). */
export const DEPARTMENTS = {
  civil_affairs: { zh: "民政", en: "civil affairs" },
  rural_revitalisation: { zh: "乡村振兴", en: "rural revitalisation" },
  disabled_federation: { zh: "残联", en: "disabled persons' federation" },
  medical_insurance: { zh: "医保", en: "medical insurance" },
  human_resources: { zh: "人社", en: "human resources and social security" },
  health: { zh: "卫健", en: "health" },
  finance: { zh: "财政", en: "finance" },
  education: { zh: "教育", en: "education" },
  housing: { zh: "住建", en: "housing" },
  emergency: { zh: "应急管理", en: "emergency management" },
  peoples_bank: { zh: "人民银行", en: "People's Bank" },
  public_security: { zh: "公安", en: "public security" },
  natural_resources: { zh: "自然资源", en: "natural resources" },
  market_regulation: { zh: "市场监管", en: "market regulation" },
  justice: { zh: "司法", en: "justice" },
} as const satisfies Record<string, Bilingual>;

export type Department = keyof typeof DEPARTMENTS;
export const DEPARTMENT_CODES = Object.keys(DEPARTMENTS) as [Department, ...Department[]];

/** Which department sends a kind of roster; its name stands beside the kind. */
export function departmentOf(kind: RosterKind): Department {
  const name = ROSTER_KINDS[kind].department;
  const found = DEPARTMENT_CODES.find((code) => DEPARTMENTS[code].zh === name);
  if (found === undefined) throw new Error(`the kind ${kind} names the department ${name}, which is not in the list`);
  return found;
}
