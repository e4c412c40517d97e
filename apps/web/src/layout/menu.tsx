import { ApartmentOutlined, AuditOutlined, DiffOutlined, HistoryOutlined, HomeOutlined, IdcardOutlined, ReadOutlined, SettingOutlined, TableOutlined } from "@ant-design/icons";
import type { Bilingual } from "@doudi/contract";
import type { Permission } from "@doudi/contract/api";
import type { ReactNode } from "react";
import type { Page } from "../pages.js";

interface MenuEntry {
  readonly to: string;
  readonly name: Bilingual;
  readonly icon: ReactNode;
  readonly permission: Page["permission"];
}

const ADMINISTRATION: readonly Permission[] = ["user.manage", "division.manage", "audit.read", "health.read"];

/** The menu, in the order of the work. An entry is current on every page below its path. */
export const MENU: readonly MenuEntry[] = [
  { to: "/", name: { zh: "待办", en: "To do" }, icon: <HomeOutlined />, permission: null },
  { to: "/rosters", name: { zh: "花名册", en: "Rosters" }, icon: <TableOutlined />, permission: "roster.read" },
  { to: "/comparison", name: { zh: "比对", en: "Comparison" }, icon: <DiffOutlined />, permission: "run.read" },
  { to: "/findings", name: { zh: "疑点", en: "Findings" }, icon: <AuditOutlined />, permission: "finding.read" },
  { to: "/links", name: { zh: "疑似同一人", en: "Probable links" }, icon: <ApartmentOutlined />, permission: "link.review" },
  { to: "/persons", name: { zh: "档案", en: "People" }, icon: <IdcardOutlined />, permission: "person.read" },
  { to: "/policies", name: { zh: "政策", en: "Policies" }, icon: <ReadOutlined />, permission: "policy.read" },
  { to: "/jobs", name: { zh: "任务", en: "Jobs" }, icon: <HistoryOutlined />, permission: "job.read" },
  { to: "/administration", name: { zh: "管理", en: "Administration" }, icon: <SettingOutlined />, permission: ADMINISTRATION },
];
