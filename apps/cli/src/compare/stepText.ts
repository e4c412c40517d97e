import type { Bilingual, Lang } from "@doudi/contract";
import { type ComparisonStep, comparisonStepText } from "@doudi/roster";

type OwnStep = "open" | "previous" | "csv" | "xlsx" | "html";
export type Step = ComparisonStep | OwnStep;

const OWN_STEPS: Readonly<Record<string, Bilingual>> = {
  open: { zh: "打开花名册", en: "opening the rosters" },
  previous: { zh: "读取上次结果", en: "reading the earlier comparison" },
  csv: { zh: "写 findings.csv", en: "writing findings.csv" },
  xlsx: { zh: "写 findings.xlsx", en: "writing findings.xlsx" },
  html: { zh: "写 report.html", en: "writing report.html" },
} satisfies Record<OwnStep, Bilingual>;

/** A step in words; with the kind of roster that is being read. */
export function stepText(step: Step, detail: string, lang: Lang): string {
  return (OWN_STEPS[step] ?? comparisonStepText(step as ComparisonStep, detail))[lang];
}
