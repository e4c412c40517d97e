import { FINDINGS, type FindingCode, type Lang, type Summary } from "@doudi/contract";
import { rosterList } from "./rosterLabel.js";

// What every output must say aloud, in one wording: checks that did not run or ran short of a roster, and what for.

/** Why a check did not run, for example 名下机动车：缺机动车花名册. */
export function notRunReason(entry: Summary["notRun"][number], lang: Lang): string {
  const needs = rosterList(entry.needs, lang);
  if (entry.why === "members_not_listed") {
    return lang === "zh" ? `${needs}花名册只到户，没有列出家庭成员` : `the ${needs} roster lists households, not their members`;
  }
  // The roster was sent: only the message knows which of its columns is wanted.
  if (entry.why === "column_missing") return entry.message.replace(/^(?:未运行:|not run: )/, "");
  return lang === "zh" ? `缺少${needs}花名册` : `needs the ${needs} roster`;
}

export function partialReason(entry: Summary["partial"][number], lang: Lang): string {
  const missing = rosterList(entry.missing, lang);
  return lang === "zh" ? `没有${missing}花名册，结果可能偏多或偏少` : `ran without the ${missing} roster, so it may report too much or too little`;
}

export function findingList(codes: readonly FindingCode[], lang: Lang): string {
  return codes.map((code) => FINDINGS[code][lang]).join(lang === "zh" ? "、" : ", ");
}
