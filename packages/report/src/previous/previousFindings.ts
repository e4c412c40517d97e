import type { FindingRow } from "@doudi/contract";

/** What a clerk wrote beside a finding: a check result (code, or the words used where they are none of ours) and the concrete reason. */
export interface CheckMark {
  result: string;
  note: string;
}

/** An earlier comparison: which findings it had, and what was written beside them. */
export interface PreviousFindings {
  path: string;
  ids: ReadonlySet<string>;
  marks: ReadonlyMap<string, CheckMark>;
  /** Reads the earlier findings once more, each id once; a workbook gives rows and places in words. */
  rows(): AsyncIterable<FindingRow>;
}
