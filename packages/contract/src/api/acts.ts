import type { Bilingual } from "../lang.js";

/** What can be put on record as done. */
export const ACTS = {
  login: { zh: "登录", en: "logged in" },
  "login.failed": { zh: "登录失败", en: "failed to log in" },
  logout: { zh: "退出", en: "logged out" },
  "password.change": { zh: "修改密码", en: "changed the password" },
  "second_factor.set_up": { zh: "设置动态口令", en: "set up the second factor" },
  "second_factor.given": { zh: "通过动态口令", en: "gave the second factor" },
  "session.end": { zh: "结束会话", en: "ended a session" },
  "user.add": { zh: "新增用户", en: "added a user" },
  "user.change": { zh: "修改用户", en: "changed a user" },
  "user.reset": { zh: "重置密码", en: "reset a password" },
  "division.load": { zh: "更新区划", en: "brought in divisions" },
  "division.merge": { zh: "合并区划", en: "merged a division" },
  "roster.upload": { zh: "上传花名册", en: "uploaded a roster" },
  "roster.reading_done": { zh: "读完花名册", en: "read a roster" },
  "roster.reading_failed": { zh: "花名册读取失败", en: "could not read a roster" },
  "roster.map": { zh: "更正列对应", en: "corrected the mapping" },
  "roster.submit": { zh: "提交花名册", en: "submitted a roster" },
  "roster.sign": { zh: "签发花名册", en: "signed a roster" },
  "roster.withdraw": { zh: "撤回花名册", en: "withdrew a roster" },
  "calendar.set": { zh: "设置报送日历", en: "set the calendar" },
  "run.start": { zh: "开始比对", en: "started a comparison" },
  "run.finish": { zh: "比对完成", en: "finished a comparison" },
  "finding.assign": { zh: "交办疑点", en: "assigned findings" },
  "finding.assign.undo": { zh: "撤销交办", en: "took an assignment back" },
  "finding.check": { zh: "登记核查结果", en: "recorded a check" },
  "finding.reopen": { zh: "重新打开疑点", en: "reopened a finding" },
  "finding.export": { zh: "导出疑点", en: "exported findings" },
  "link.review": { zh: "判定疑似同一人", en: "decided a probable link" },
  "person.reveal": { zh: "查看完整证件号", en: "revealed an id number" },
} as const satisfies Record<string, Bilingual>;
export type ActName = keyof typeof ACTS;

/** What an act can be done to. */
export const ACT_OBJECTS = {
  user: { zh: "用户", en: "user" },
  division: { zh: "区划", en: "division" },
  county: { zh: "县", en: "county" },
  roster_version: { zh: "花名册版本", en: "roster version" },
  run: { zh: "比对", en: "comparison" },
  finding: { zh: "疑点", en: "finding" },
  findings: { zh: "疑点", en: "findings" },
  batch: { zh: "批次", en: "batch" },
  person: { zh: "人员", en: "person" },
} as const satisfies Record<string, Bilingual>;
export type ActObject = keyof typeof ACT_OBJECTS;
