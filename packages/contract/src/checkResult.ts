import type { Bilingual } from "./lang.js";

/** What a clerk may conclude about a finding after checking it on the ground. */
export const CHECK_RESULTS = {
  confirmed: { zh: "属实", en: "confirmed" },
  refuted: { zh: "不属实", en: "not so" },
  disputed: { zh: "存疑待查", en: "disputed" },
} as const satisfies Record<string, Bilingual>;

export type CheckResult = keyof typeof CHECK_RESULTS;
export const CHECK_RESULT_CODES = Object.keys(CHECK_RESULTS) as CheckResult[];

export function isCheckResult(text: string): text is CheckResult {
  return Object.hasOwn(CHECK_RESULTS, text);
}
