import type { Bilingual } from "@doudi/contract";
import type { Permission } from "@doudi/contract/api";

export const ADMINISTRATION: Bilingual = { zh: "管理", en: "Administration" };

/** The pages of the subject, each with the permission it takes. */
export const ADMINISTRATION_MENU: readonly { readonly to: string; readonly name: Bilingual; readonly permission: Permission }[] = [
  { to: "/administration/users", name: { zh: "用户", en: "Users" }, permission: "user.manage" },
  { to: "/administration/sessions", name: { zh: "在线会话", en: "Sessions" }, permission: "user.manage" },
  { to: "/administration/divisions", name: { zh: "区划", en: "Divisions" }, permission: "division.manage" },
  { to: "/policies", name: { zh: "政策参数", en: "Policy parameters" }, permission: "policy.read" },
  { to: "/administration/audit", name: { zh: "操作记录", en: "Audit" }, permission: "audit.read" },
  { to: "/administration/health", name: { zh: "运行状况", en: "Health" }, permission: "health.read" },
];
