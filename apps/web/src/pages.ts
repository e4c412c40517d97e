import type { Bilingual } from "@doudi/contract";
import type { Permission } from "@doudi/contract/api";
import { lazyRouteComponent, type RouteComponent } from "@tanstack/react-router";

export interface Page {
  readonly path: string;
  /** Stands in the title of the window: nothing about a person. */
  readonly name: Bilingual;
  /** Null: every user. Several: one of them is enough. */
  readonly permission: Permission | readonly Permission[] | null;
  readonly component: RouteComponent;
}

/** Every page behind the login, each loaded when it is opened. The menu (layout/menu.tsx) names those that stand in it. */
export const PAGES: readonly Page[] = [
  { path: "/", name: { zh: "待办", en: "To do" }, permission: null, component: lazyRouteComponent(() => import("./pages/home/HomePage.js"), "HomePage") },
  { path: "/rosters", name: { zh: "报送日历", en: "Calendar of rosters" }, permission: "roster.read", component: lazyRouteComponent(() => import("./pages/rosters/RosterCalendarPage.js"), "RosterCalendarPage") },
  { path: "/rosters/versions", name: { zh: "花名册各版本", en: "Versions of rosters" }, permission: "roster.read", component: lazyRouteComponent(() => import("./pages/rosters/VersionsPage.js"), "VersionsPage") },
  { path: "/rosters/upload", name: { zh: "上传花名册", en: "Upload a roster" }, permission: "roster.upload", component: lazyRouteComponent(() => import("./pages/rosters/UploadPage.js"), "UploadPage") },
  { path: "/rosters/$version_id", name: { zh: "花名册", en: "Roster" }, permission: "roster.read", component: lazyRouteComponent(() => import("./pages/rosters/VersionPage.js"), "VersionPage") },
  { path: "/rosters/$version_id/rows", name: { zh: "花名册各行", en: "Rows of a roster" }, permission: "roster.read", component: lazyRouteComponent(() => import("./pages/rosters/RowsPage.js"), "RowsPage") },
  { path: "/rosters/$version_id/difference/$other_id", name: { zh: "版本比较", en: "Versions compared" }, permission: "roster.read", component: lazyRouteComponent(() => import("./pages/rosters/DifferencePage.js"), "DifferencePage") },
  { path: "/comparison", name: { zh: "比对", en: "Comparison" }, permission: "run.read", component: lazyRouteComponent(() => import("./pages/comparison/ComparisonPage.js"), "ComparisonPage") },
  { path: "/comparison/start", name: { zh: "开始比对", en: "Start a comparison" }, permission: "run.start", component: lazyRouteComponent(() => import("./pages/comparison/StartRunPage.js"), "StartRunPage") },
  { path: "/comparison/$run_id", name: { zh: "比对批次", en: "Comparison run" }, permission: "run.read", component: lazyRouteComponent(() => import("./pages/comparison/RunPage.js"), "RunPage") },
  { path: "/jobs", name: { zh: "任务", en: "Jobs" }, permission: "job.read", component: lazyRouteComponent(() => import("./pages/administration/JobsPage.js"), "JobsPage") },
  { path: "/administration", name: { zh: "管理", en: "Administration" }, permission: null, component: lazyRouteComponent(() => import("./pages/administration/AdministrationPage.js"), "AdministrationPage") },
  { path: "/administration/users", name: { zh: "用户", en: "Users" }, permission: "user.manage", component: lazyRouteComponent(() => import("./pages/administration/UsersPage.js"), "UsersPage") },
  { path: "/administration/users/new", name: { zh: "新增用户", en: "Add a user" }, permission: "user.manage", component: lazyRouteComponent(() => import("./pages/administration/NewUserPage.js"), "NewUserPage") },
  { path: "/administration/users/$user_id", name: { zh: "用户", en: "User" }, permission: "user.manage", component: lazyRouteComponent(() => import("./pages/administration/UserPage.js"), "UserPage") },
  { path: "/administration/sessions", name: { zh: "在线会话", en: "Sessions" }, permission: "user.manage", component: lazyRouteComponent(() => import("./pages/administration/SessionsPage.js"), "SessionsPage") },
  { path: "/administration/divisions", name: { zh: "区划", en: "Divisions" }, permission: "division.manage", component: lazyRouteComponent(() => import("./pages/administration/DivisionsPage.js"), "DivisionsPage") },
  { path: "/administration/audit", name: { zh: "操作记录", en: "Audit" }, permission: "audit.read", component: lazyRouteComponent(() => import("./pages/administration/AuditPage.js"), "AuditPage") },
  { path: "/administration/health", name: { zh: "运行状况", en: "Health" }, permission: "health.read", component: lazyRouteComponent(() => import("./pages/administration/HealthPage.js"), "HealthPage") },
  { path: "/account", name: { zh: "我的账号", en: "My account" }, permission: null, component: lazyRouteComponent(() => import("./pages/account/AccountPage.js"), "AccountPage") },
  { path: "/findings", name: { zh: "疑点", en: "Findings" }, permission: "finding.read", component: lazyRouteComponent(() => import("./pages/findings/FindingsPage.js"), "FindingsPage") },
  { path: "/findings/$finding_id", name: { zh: "疑点", en: "Finding" }, permission: "finding.read", component: lazyRouteComponent(() => import("./pages/findings/FindingPage.js"), "FindingPage") },
  { path: "/links", name: { zh: "疑似同一人", en: "Probable links" }, permission: "link.review", component: lazyRouteComponent(() => import("./pages/links/LinksPage.js"), "LinksPage") },
  { path: "/persons", name: { zh: "人员与家庭档案", en: "People and households" }, permission: "person.read", component: lazyRouteComponent(() => import("./pages/persons/PersonsPage.js"), "PersonsPage") },
  { path: "/persons/$person_no", name: { zh: "个人档案", en: "A person's file" }, permission: "person.read", component: lazyRouteComponent(() => import("./pages/persons/PersonPage.js"), "PersonPage") },
  { path: "/persons/households/$kind/$household_no", name: { zh: "家庭档案", en: "A household's file" }, permission: "person.read", component: lazyRouteComponent(() => import("./pages/persons/HouseholdPage.js"), "HouseholdPage") },
  { path: "/policies", name: { zh: "标准与参数", en: "Standards and parameters" }, permission: "policy.read", component: lazyRouteComponent(() => import("./pages/policies/ParametersPage.js"), "ParametersPage") },
  { path: "/policies/rules", name: { zh: "规则与依据", en: "Rules and sources" }, permission: "policy.read", component: lazyRouteComponent(() => import("./pages/policies/PolicySitePage.js"), "PolicySitePage") },
];

/** Whether somebody with these permissions may open a page. */
export function isOpenTo(permission: Page["permission"], may: readonly Permission[]): boolean {
  if (permission === null) return true;
  return typeof permission === "string" ? may.includes(permission) : permission.some((one) => may.includes(one));
}
