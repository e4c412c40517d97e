import type { Bilingual } from "@doudi/contract";

/** The words of the summary on the terminal. */
export const TERMINAL_TEXT = {
  title: { zh: "{place}（{code}）花名册比对，基准日 {date}", en: "Roster comparison, {place} ({code}), as of {date}" },
  packs: { zh: "政策包 {packs}；{engine}", en: "Packs {packs}; {engine}" },
  rosters: { zh: "读入 {count} 册", en: "Read {count} rosters" },
  roster: { zh: "花名册", en: "Roster" },
  file: { zh: "文件", en: "File" },
  rows: { zh: "行数", en: "Rows" },
  accepted: { zh: "采用", en: "Accepted" },
  duplicates: { zh: "重复", en: "Duplicates" },
  rejected: { zh: "剔除", en: "Rejected" },
  unreadable: { zh: "读不了", en: "Could not be read" },
  findings: { zh: "疑点 {count} 条", en: "{count} findings" },
  group: { zh: "类别", en: "Group" },
  total: { zh: "合计", en: "Total" },
  previous: { zh: "与上次比对：新增 {new}，仍在 {same}，已消除 {gone}，本次未检查 {notChecked}", en: "Against the last run: {new} new, {same} same, {gone} gone, {notChecked} not checked" },
  notRun: { zh: "没有运行的检查（不等于没有疑点）", en: "Checks not run (which does not mean nothing to find)" },
  partial: { zh: "名册不全的检查", en: "Checks run without every roster" },
  unsourced: { zh: "依据待核实的参数", en: "Parameters without a verified source" },
  warnings: { zh: "提醒", en: "Warnings" },
  time: { zh: "用时 {time}，内存最高 {memory}", en: "{time}, {memory} of memory at most" },
  written: { zh: "结果在 {folder}", en: "Written to {folder}" },
} as const satisfies Record<string, Bilingual>;
