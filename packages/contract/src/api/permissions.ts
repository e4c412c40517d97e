import type { Bilingual } from "../lang.js";

/** What a user may be allowed to do. One word an act, so that a route names exactly one. */
export const PERMISSIONS = [
  "roster.read", "roster.upload", "roster.sign",
  "run.read", "run.start",
  "finding.read", "finding.assign", "finding.check", "finding.export",
  "person.read", "person.reveal",
  "link.review",
  "policy.read",
  "statistics.read",
  "user.manage", "division.manage", "audit.read", "job.read", "health.read",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** At which level of divisions a role works; a user's area must be of one of them. */
export type AreaLevel = "province" | "prefecture" | "county" | "township" | "village";

interface RoleDefinition extends Bilingual {
  readonly levels: readonly AreaLevel[];
  /** Sees only the rosters of the own department. */
  readonly ownDepartmentOnly: boolean;
  /** Must prove a second factor at login. */
  readonly secondFactor: boolean;
  readonly may: readonly Permission[];
}

const READ_COUNTY = ["roster.read", "run.read", "finding.read", "person.read", "policy.read", "statistics.read", "job.read"] as const;
const READ_TOWNSHIP = ["finding.read", "person.read", "policy.read", "statistics.read"] as const;

/** Who may do what. This table is the only place; server, web and the tests of scope read it. */
export const ROLES = {
  county_clerk: { zh: "县民政经办", en: "county clerk", levels: ["county"], ownDepartmentOnly: false, secondFactor: false, may: [...READ_COUNTY, "roster.upload", "run.start", "finding.assign", "finding.check", "finding.export", "person.reveal", "link.review"] },
  county_approver: { zh: "县民政审批", en: "county approver", levels: ["county"], ownDepartmentOnly: false, secondFactor: true, may: [...READ_COUNTY, "roster.sign", "run.start", "finding.assign", "finding.check", "finding.export", "person.reveal", "link.review"] },
  county_head: { zh: "县民政负责人", en: "head of county civil affairs", levels: ["county"], ownDepartmentOnly: false, secondFactor: true, may: [...READ_COUNTY, "roster.sign", "finding.assign", "finding.export", "person.reveal"] },
  township_clerk: { zh: "乡镇经办", en: "township clerk", levels: ["township"], ownDepartmentOnly: false, secondFactor: false, may: [...READ_TOWNSHIP, "finding.assign", "finding.check", "finding.export", "person.reveal", "link.review"] },
  township_head: { zh: "乡镇责任人", en: "person in charge in the township", levels: ["township"], ownDepartmentOnly: false, secondFactor: false, may: [...READ_TOWNSHIP, "finding.assign", "finding.check"] },
  village_coordinator: { zh: "村级协理员", en: "village coordinator", levels: ["village"], ownDepartmentOnly: false, secondFactor: false, may: ["finding.read", "finding.check", "person.read", "policy.read"] },
  department_user: { zh: "部门报送", en: "department, sends rosters", levels: ["county"], ownDepartmentOnly: true, secondFactor: false, may: ["roster.read", "roster.upload", "policy.read", "job.read"] },
  department_signer: { zh: "部门签发", en: "department, signs rosters", levels: ["county"], ownDepartmentOnly: true, secondFactor: false, may: ["roster.read", "roster.sign", "policy.read", "job.read"] },
  supervisor: { zh: "省州监督", en: "prefecture or province supervisor", levels: ["province", "prefecture"], ownDepartmentOnly: false, secondFactor: false, may: ["run.read", "finding.read", "person.read", "policy.read", "statistics.read"] },
  auditor: { zh: "审计", en: "auditor", levels: ["province", "prefecture", "county"], ownDepartmentOnly: false, secondFactor: false, may: ["audit.read", "statistics.read", "policy.read"] },
  administrator: { zh: "系统管理员", en: "administrator", levels: ["province", "prefecture", "county"], ownDepartmentOnly: false, secondFactor: true, may: ["user.manage", "division.manage", "audit.read", "job.read", "health.read", "policy.read"] },
} as const satisfies Record<string, RoleDefinition>;

export type Role = keyof typeof ROLES;
export const ROLE_CODES = Object.keys(ROLES) as [Role, ...Role[]];

export function isAllowed(role: Role, permission: Permission): boolean {
  return (ROLES[role].may as readonly Permission[]).includes(permission);
}

/** The level of a division code by its length: 2, 4, 6, 9 or 12 digits. Null where it has another length. */
export function levelOf(code: string): AreaLevel | null {
  return ({ 2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village" } as const)[code.length] ?? null;
}
