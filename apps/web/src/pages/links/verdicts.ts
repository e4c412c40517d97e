import type { StateWord } from "../../words/stateWords.js";

/** What may be said of a pair, in the order of the keys 1, 2, 3. */
export const VERDICT_WORDS = {
  same: { zh: "同一人", en: "same person", tone: "done" },
  different: { zh: "不同人", en: "different persons", tone: "quiet" },
  unsure: { zh: "说不准", en: "unsure", tone: "doubt" },
} as const satisfies Record<string, StateWord>;

export type Verdict = keyof typeof VERDICT_WORDS;
export const VERDICTS = Object.keys(VERDICT_WORDS) as Verdict[];

export function isVerdict(text: string): text is Verdict {
  return Object.hasOwn(VERDICT_WORDS, text);
}
