import type { FindingCode, FindingRow, Lang, Summary } from "@doudi/contract";
import { speaker } from "../speaker.js";
import { REPORT_TEXT } from "./reportText.js";

/** A finding to show as a sample. `others` are names of other persons in its reason, to be masked; without them such a reason is withheld. */
export type SampleRow = FindingRow & { others?: readonly string[] };

export type Samples = Partial<Record<FindingCode, readonly SampleRow[]>>;

/** What every section of the report is drawn from. */
export interface ReportContext {
  summary: Summary;
  lang: Lang;
  samples: Samples;
  say: (key: keyof typeof REPORT_TEXT, info?: Record<string, string | number>) => string;
  /** Findings in all. */
  total: number;
}

export function reportContext(summary: Summary, lang: Lang, samples: Samples): ReportContext {
  return { summary, lang, samples, say: speaker(REPORT_TEXT, lang), total: summary.findings.reduce((sum, { count }) => sum + count, 0) };
}
