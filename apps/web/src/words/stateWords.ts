import type { Bilingual } from "@doudi/contract";
import type { FindingState, VersionState } from "@doudi/contract/api";

/** What a state means to whoever reads it: harm, doubt, done, under way, or nothing to do about it. */
export type Tone = "harm" | "doubt" | "done" | "going" | "quiet";

export interface StateWord extends Bilingual {
  readonly tone: Tone;
}

export const FINDING_STATE_WORDS = {
  open: { zh: "待交办", en: "open", tone: "doubt" },
  assigned: { zh: "核查中", en: "being checked", tone: "going" },
  confirmed: { zh: "属实", en: "confirmed", tone: "done" },
  refuted: { zh: "不属实", en: "not so", tone: "done" },
  disputed: { zh: "有异议", en: "disputed", tone: "doubt" },
  gone: { zh: "已消除", en: "gone", tone: "quiet" },
} as const satisfies Record<FindingState, StateWord>;

export const SEVERITY_WORDS = {
  high: { zh: "高", en: "high", tone: "harm" },
  medium: { zh: "中", en: "medium", tone: "doubt" },
  low: { zh: "低", en: "low", tone: "quiet" },
} as const satisfies Record<string, StateWord>;

export const VERSION_STATE_WORDS = {
  reading: { zh: "读取中", en: "being read", tone: "going" },
  failed: { zh: "读取失败", en: "not readable", tone: "harm" },
  read: { zh: "待提交", en: "to submit", tone: "doubt" },
  submitted: { zh: "待签发", en: "to sign", tone: "doubt" },
  signed: { zh: "已签发", en: "signed", tone: "done" },
  withdrawn: { zh: "已撤回", en: "withdrawn", tone: "quiet" },
} as const satisfies Record<VersionState, StateWord>;

export const JOB_STATE_WORDS = {
  queued: { zh: "排队中", en: "waiting", tone: "going" },
  running: { zh: "进行中", en: "running", tone: "going" },
  done: { zh: "已完成", en: "done", tone: "done" },
  failed: { zh: "失败", en: "failed", tone: "harm" },
} as const satisfies Record<string, StateWord>;

export const CALENDAR_STATE_WORDS = {
  in: { zh: "已报", en: "in", tone: "done" },
  due: { zh: "待报", en: "due", tone: "doubt" },
  late: { zh: "逾期", en: "late", tone: "harm" },
  future: { zh: "未到期", en: "later", tone: "quiet" },
} as const satisfies Record<string, StateWord>;

/** The word for a state the table may not know: shown as it came, quietly. */
export function wordOf(words: Readonly<Record<string, StateWord>>, state: string): StateWord {
  return words[state] ?? { zh: state, en: state, tone: "quiet" };
}
