import type { StateWord } from "../../words/stateWords.js";

/** How far the value of a parameter can be relied on. */
export const STATUS_WORDS: Readonly<Record<string, StateWord>> = {
  verified: { zh: "有据", en: "sourced", tone: "done" },
  unsourced: { zh: "未见文件", en: "no document found", tone: "doubt" },
  demo: { zh: "演示用", en: "made up for the demo", tone: "doubt" },
};
