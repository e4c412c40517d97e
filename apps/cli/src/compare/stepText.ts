import { type Bilingual, isRosterKind, type Lang, ROSTER_KINDS } from "@doudi/contract";
import type { ComparisonStep } from "@doudi/roster";

export type Step = ComparisonStep | "open" | "csv" | "xlsx" | "html" | "previous";

const STEPS = {
  open: { zh: "打开花名册", en: "opening the rosters" },
  previous: { zh: "读取上次结果", en: "reading the earlier comparison" },
  load: { zh: "读取", en: "reading" },
  duplicates: { zh: "查重", en: "looking for duplicates" },
  households: { zh: "归户", en: "forming households" },
  persons: { zh: "归人", en: "forming persons" },
  names: { zh: "比对姓名", en: "comparing names" },
  links: { zh: "查找疑似同一人", en: "looking for probable links" },
  findings: { zh: "生成疑点", en: "listing findings" },
  statistics: { zh: "统计", en: "counting" },
  csv: { zh: "写 findings.csv", en: "writing findings.csv" },
  xlsx: { zh: "写 findings.xlsx", en: "writing findings.xlsx" },
  html: { zh: "写 report.html", en: "writing report.html" },
} as const satisfies Record<Step, Bilingual>;

/** A step in words; with the kind of roster that is being read. */
export function stepText(step: Step, detail: string, lang: Lang): string {
  const what = step !== "load" ? "" : isRosterKind(detail) ? ROSTER_KINDS[detail][lang] : detail;
  const text = STEPS[step][lang];
  return what === "" ? text : lang === "zh" ? `${text}${what}` : `${text} ${what}`;
}
