import { type Bilingual, isRosterKind, ROSTER_KINDS } from "@doudi/contract";
import type { ComparisonStep } from "../compare/compareRosters.js";

const STEPS = {
  load: { zh: "读取", en: "reading" },
  duplicates: { zh: "查重", en: "looking for duplicates" },
  households: { zh: "归户", en: "forming households" },
  persons: { zh: "归人", en: "forming persons" },
  names: { zh: "比对姓名", en: "comparing names" },
  links: { zh: "查找疑似同一人", en: "looking for probable links" },
  findings: { zh: "生成疑点", en: "listing findings" },
  statistics: { zh: "统计", en: "counting" },
} as const satisfies Record<ComparisonStep, Bilingual>;

/** A step of a comparison in words; with the kind of roster that is being read. */
export function comparisonStepText(step: ComparisonStep, detail = ""): Bilingual {
  const { zh, en } = STEPS[step];
  if (step !== "load") return { zh, en };
  const kind = isRosterKind(detail) ? ROSTER_KINDS[detail] : { zh: detail, en: detail };
  return { zh: `${zh}${kind.zh}`, en: `${en} ${kind.en}`.trim() };
}
